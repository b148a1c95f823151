package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.MessageHeaders;
import io.holdfast.gateway.exchange.Problem;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/** All WebSockets of one service, by event loop: who has to move when a replica goes, and who has gone silent. */
public final class WebSockets implements ServiceListener {

    static final String STOPPING = "the gateway restarts";

    private static final long SWEEP_NANOS = 1_000_000_000L;

    /**
     * Handshakes under way at once when sockets are attached again: fewer than the shortest accept queues in use (100 in
     * Python's asyncio and in Tomcat).
     */
    private static final int MOST_DIALS = 64;

    private final Engine engine;
    private final WebSocketSettings settings;
    private final HoldRoom room;
    private final Map<EventLoop, Set<WebSocketSession>> sessions = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /**
     * @param engine of the service
     * @param room where sockets wait to be attached again; its rounds pace the dialling, so that thousands of sockets
     *     of one lost replica do not overrun the accept queues of the others
     */
    public WebSockets(Engine engine, WebSocketSettings settings, HoldRoom room) {
        this.engine = engine;
        this.settings = settings;
        this.room = room;
    }

    /** A waiting room as sockets need it: as many as there are, dialling few at a time. */
    public static HoldRoom room(Service service) {
        return new HoldRoom(service, Integer.MAX_VALUE, Long.MAX_VALUE / 2, MOST_DIALS);
    }

    Engine engine() {
        return engine;
    }

    /** The longest message, in bytes. */
    public int maxFrame() {
        return settings.maxFrame();
    }

    WebSocketSettings settings() {
        return settings;
    }

    HoldRoom room() {
        return room;
    }

    /**
     * Makes the replica's handshake for a client's, before the client's 101; nothing happens before it is subscribed
     * to. Cancelling it gives everything back.
     *
     * @param loop of the client's connection
     * @param request of the client
     */
    public Mono<Handshake> handshake(EventLoop loop, RequestHead request) {
        return Mono.defer(() -> {
            HttpHeaders headers = request.headers();
            HandshakeRule.Flaw flaw = HandshakeRule.flaw(
                    request.method().name(),
                    headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION),
                    headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY),
                    headers.get(HttpHeaderNames.ORIGIN),
                    settings.origins());
            return flaw == HandshakeRule.Flaw.NONE ? dial(loop, request) : Mono.just(refused(flaw));
        });
    }

    private static Handshake refused(HandshakeRule.Flaw flaw) {
        Answer answer =
                switch (flaw) {
                    case ORIGIN ->
                        new Problem(403, "Forbidden", "The Origin is not one of websocket.origins.", false, null)
                                .answer(0);
                    case VERSION ->
                        new Problem(426, "Upgrade Required", "WebSocket version 13 is spoken.", false, null).answer(0);
                    default ->
                        new Problem(400, "Bad Request", "Not an opening handshake (RFC 6455).", false, null).answer(0);
                };
        if (flaw == HandshakeRule.Flaw.VERSION) {
            answer.headers().set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, HandshakeRule.VERSION);
        }
        return Handshake.refused(answer);
    }

    private Mono<Handshake> dial(EventLoop loop, RequestHead request) {
        return Mono.create(sink -> {
            MessageHeaders.request(request.headers());
            AtomicBoolean cancelled = new AtomicBoolean();
            Dial dial = new Dial(
                    engine,
                    loop,
                    request,
                    DialTerms.first(engine.hold(), engine.settings().maxHoldNanos()),
                    new Dial.Result() {
                        @Override
                        public void connected(Agreed agreed) {
                            end(Handshake.agreed(new WebSocketOpening(WebSockets.this, loop, request, agreed)));
                        }

                        @Override
                        public void refused(Answer answer) {
                            end(Handshake.refused(answer));
                        }

                        private void end(Handshake handshake) {
                            if (cancelled.get()) {
                                handshake.abandon(); // the client was leaving meanwhile
                            } else {
                                sink.success(handshake);
                            }
                        }
                    });
            sink.onCancel(() -> {
                cancelled.set(true);
                loop.execute(dial::cancel);
            });
            loop.execute(() -> dial.start(false));
        });
    }

    /** Whether a replica is on its way out, so that its goodbye is not the end of the conversation. */
    boolean leaves(Replica replica) {
        Health health = replica.health();
        return left(replica)
                || health.unreachable()
                || health.onlyUnhealthy()
                        && engine.service().replicas().stream()
                                .anyMatch(r -> r.health().up());
    }

    /** Whether sockets have to move away from a replica. */
    boolean left(Replica replica) {
        return replica.draining() || !engine.service().replicas().contains(replica);
    }

    /** On the session's loop. */
    void add(WebSocketSession session) {
        Set<WebSocketSession> here = sessions.computeIfAbsent(session.loop(), loop -> {
            loop.scheduleWithFixedDelay(() -> sweep(loop), SWEEP_NANOS, SWEEP_NANOS, TimeUnit.NANOSECONDS);
            return new LinkedHashSet<>();
        });
        here.add(session);
    }

    boolean isStopping() {
        return stopping;
    }

    /** On the session's loop. */
    void forget(WebSocketSession session) {
        Set<WebSocketSession> here = sessions.get(session.loop());
        if (here != null) {
            here.remove(session);
        }
    }

    private void sweep(EventLoop loop) {
        long now = engine.time().nanos();
        List.copyOf(sessions.get(loop)).forEach(s -> s.sweep(now));
    }

    /** Says goodbye to every client, since this gateway stops; they are to connect again. */
    public void closeAll() {
        stopping = true;
        onEachLoop(s -> s.closeClient(CloseRule.SERVICE_RESTART, STOPPING));
    }

    @Override
    public void healthChanged(Service service, Replica replica, Health before, Health now) {
        if (now.unreachable() && !before.unreachable()) {
            onEachLoop(s -> s.replicaDown(replica));
        } else if (now.up() && !before.up()) {
            onEachLoop(WebSocketSession::replicaUp);
            moveFromDraining();
        }
    }

    @Override
    public void gateChanged(Service service, Replica replica, Gate.State before, Gate.State now) {
        if (before == Gate.State.OPEN) {
            moveFromDraining();
        }
    }

    /** Who could not leave a draining replica, since no other was usable, tries again. */
    private void moveFromDraining() {
        onEachLoop(s -> {
            Replica replica = s.replica();
            if (replica != null && replica.draining()) {
                s.move();
            }
        });
    }

    @Override
    public void drainChanged(Service service, Replica replica, boolean draining) {
        if (draining) {
            removed(service, replica);
        } else {
            moveFromDraining();
        }
    }

    @Override
    public void removed(Service service, Replica replica) {
        onEachLoop(s -> {
            if (s.replica() == replica) {
                s.move();
            }
        });
    }

    private void onEachLoop(Consumer<WebSocketSession> action) {
        sessions.forEach((loop, here) -> loop.execute(() -> new ArrayList<>(here).forEach(action)));
    }
}
