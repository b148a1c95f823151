package io.holdfast.gateway.route;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawSocket;
import io.holdfast.gateway.testing.RawSocketClient;
import io.holdfast.gateway.testing.ScriptedSocketReplica;
import io.holdfast.gateway.testing.Setup;
import io.holdfast.gateway.testing.TestEngine;
import io.holdfast.gateway.websocket.WebSocketSettings;
import io.holdfast.gateway.websocket.WebSocketSettings.OnLoss;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Scripted replicas, an engine and its entry port. Closing it checks that everything was given back. */
public final class SocketStage implements AutoCloseable {

    private OnLoss onLoss = OnLoss.BY_PROTOCOL;
    private boolean replay;
    private @Nullable Pattern pattern;
    private Duration timeout = Duration.ofSeconds(10);
    private int buffer = 1 << 20;
    private int maxFrame = 1 << 20;
    private Duration keepAlive = Duration.ofSeconds(20);
    private Set<String> origins = Set.of();
    private @Nullable String ping;
    private @Nullable String pong;
    private @Nullable String lost;
    private @Nullable String back;
    private UnaryOperator<Setup> setup = s -> s;

    private final List<ScriptedSocketReplica> replicas;
    private final List<RawSocketClient> asked = new ArrayList<>();
    private final List<RawSocket> clients = new ArrayList<>();
    private @Nullable TestEngine engine;
    private @Nullable SocketFront front;

    public SocketStage(ScriptedSocketReplica... replicas) {
        this.replicas = List.of(replicas);
    }

    /** As many replicas as said, agreeing to everything. */
    public static SocketStage of(int count) {
        ScriptedSocketReplica[] all = new ScriptedSocketReplica[count];
        Arrays.setAll(all, i -> ScriptedSocketReplica.start());
        return new SocketStage(all);
    }

    public SocketStage onLoss(OnLoss next) {
        onLoss = next;
        return this;
    }

    public SocketStage replay(@Nullable String regex) {
        replay = true;
        pattern = regex == null ? null : Pattern.compile(regex);
        return this;
    }

    public SocketStage timeout(Duration next) {
        timeout = next;
        return this;
    }

    public SocketStage buffer(int bytes) {
        buffer = bytes;
        return this;
    }

    public SocketStage maxFrame(int bytes) {
        maxFrame = bytes;
        return this;
    }

    public SocketStage keepAlive(Duration next) {
        keepAlive = next;
        return this;
    }

    public SocketStage origins(String... next) {
        origins = Set.of(next);
        return this;
    }

    public SocketStage answerPing(String text, String with) {
        ping = text;
        pong = with;
        return this;
    }

    public SocketStage notice(String whenLost, String whenBack) {
        lost = whenLost;
        back = whenBack;
        return this;
    }

    public SocketStage engine(UnaryOperator<Setup> next) {
        setup = next;
        return this;
    }

    public SocketStage start() {
        engine = setup.apply(TestEngine.setup(replicas.toArray(ScriptedSocketReplica[]::new)))
                .start();
        front = new SocketFront(
                engine,
                new WebSocketSettings(
                        onLoss,
                        replay,
                        pattern,
                        timeout.toNanos(),
                        buffer,
                        maxFrame,
                        keepAlive.toNanos(),
                        origins,
                        ping,
                        pong,
                        lost,
                        back));
        return this;
    }

    public ScriptedSocketReplica replica(int index) {
        return replicas.get(index);
    }

    public TestEngine engine() {
        return engine;
    }

    public SocketFront front() {
        return front;
    }

    public int port() {
        return front.port();
    }

    /** A client's handshake. */
    public RawSocketClient ask(String... headers) {
        return keep(RawSocketClient.ask(port(), headers));
    }

    public RawSocketClient keep(RawSocketClient client) {
        asked.add(client);
        return client;
    }

    /** A client's socket, agreed on. */
    public RawSocket client(String... headers) {
        return keep(ask(headers).agreed());
    }

    public RawSocket keep(RawSocket client) {
        clients.add(client);
        return client;
    }

    public int attached(int index) {
        return engine.replica(index).webSockets().get();
    }

    public void awaitAttached(int index, int count) {
        Patience.until(count + " WebSockets at replica " + index, () -> attached(index) == count);
    }

    @Override
    public void close() {
        clients.forEach(RawSocket::close);
        asked.forEach(RawSocketClient::close);
        try {
            engine.assertQuiet();
            front.close();
        } finally {
            replicas.forEach(ScriptedSocketReplica::close);
            engine.close();
        }
    }
}
