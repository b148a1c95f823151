package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket over the life of its replicas. Confined to the event loop of the client's connection.
 */
final class WebSocketSession implements MessageHandler.Owner {

    private static final long CLOSE_WAIT_NANOS = 2_000_000_000L;
    private static final int OPENING_BYTES = 65536;

    private final WebSockets home;
    private final Engine engine;
    private final WebSocketSettings settings;
    private final EventLoop loop;
    private final RequestHead request;
    private final @Nullable String protocol;
    private final boolean reattaches;
    private final ReattachRule reattachRule = new ReattachRule();
    private final Outbox outbox = new Outbox();
    private final Opening opening;
    private final Runnable whenOver;
    private MessageHandler client;
    private @Nullable ReplicaSocket socket;
    private @Nullable ReplicaSocket leaving;
    private @Nullable Dial dial;
    private @Nullable ScheduledFuture<?> timer;
    private boolean clientPinged;
    private boolean clientClosing;
    private boolean replicaEnded;
    private boolean over;

    /**
     * @param protocol that the first replica chose, or null
     * @param whenOver runs once when the client's connection is done with
     */
    WebSocketSession(
            WebSockets home, EventLoop loop, RequestHead request, @Nullable String protocol, Runnable whenOver) {
        this.home = home;
        this.engine = home.engine();
        this.settings = home.settings();
        this.loop = loop;
        this.request = request;
        this.protocol = protocol;
        this.whenOver = whenOver;
        this.reattaches = CloseRule.reattaches(settings.onLoss(), protocol);
        this.opening = new Opening(settings.replayOpening(), settings.replayPattern(), OPENING_BYTES);
    }

    /** Joins the client's channel, after its 101, and the first replica's. */
    MessageHandler open(ReplicaSocket first) {
        client = new MessageHandler(this, settings.maxFrame());
        socket = first;
        return client;
    }

    /** Both ends are in place. */
    void begin() {
        socket.attach(this);
        client.pull();
        if (home.isStopping()) {
            closeClient(CloseRule.SERVICE_RESTART, WebSockets.STOPPING);
        } else if (socket.replica().draining()) {
            move(); // drained between the two handshakes
        }
    }

    @Nullable Replica replica() {
        return socket == null ? null : socket.replica();
    }

    @Override
    public long now() {
        return engine.time().nanos();
    }

    // ---- messages

    @Override
    public void message(MessageHandler from, Message message) {
        if (over) {
            message.release();
        } else if (from == client) {
            fromClient(message);
        } else {
            opening.answered();
            for (WebSocketFrame frame : message.frames()) {
                client.ctx().write(frame);
            }
        }
    }

    private void fromClient(Message message) {
        if (clientClosing) {
            message.release();
            return;
        }
        if (socket == null && settings.ping() != null && message.isText(settings.ping())) {
            message.release();
            client.ctx().writeAndFlush(new TextWebSocketFrame(settings.pong()));
            return;
        }
        opening.sent(message);
        if (socket != null) {
            outbox.send(message, socket.ctx());
        } else {
            outbox.keep(message);
        }
    }

    @Override
    public void readComplete(MessageHandler from) {
        if (over) {
            return;
        }
        if (from != client) {
            client.ctx().flush();
        } else if (socket != null) {
            socket.ctx().flush();
        }
    }

    @Override
    public boolean takesMore(MessageHandler from) {
        if (from != client) {
            return over || client.ctx().channel().isWritable();
        }
        if (over || clientClosing) {
            return true; // to see the end
        }
        return socket != null ? socket.writable() : outbox.bytes() < settings.buffer();
    }

    @Override
    public void writable(MessageHandler from) {
        if (from != client) {
            client.pull();
            return;
        }
        if (socket != null) {
            socket.pull();
        }
        if (leaving != null) {
            leaving.pull();
        }
    }

    // ---- the end of one side

    @Override
    public void closing(MessageHandler from, int code, String reason) {
        if (from == client) {
            clientClosing(code, reason);
        } else if (leaving != null && leaving.owns(from)) {
            dropLeaving();
        } else if (socket != null && socket.owns(from)) {
            replicaClosing(code, reason);
        }
    }

    private void clientClosing(int code, String reason) {
        if (over) {
            client.ctx().channel().close(); // its answer to our goodbye
            return;
        }
        if (clientClosing) {
            return;
        }
        clientClosing = true;
        if (socket == null || replicaEnded) {
            closeClient(code, reason);
            return;
        }
        socket.ctx().writeAndFlush(frame(code, reason));
        timer = schedule(() -> closeClient(code, reason), CLOSE_WAIT_NANOS);
    }

    private void replicaClosing(int code, String reason) {
        if (clientClosing || CloseRule.ends(code, leavingNow())) {
            replicaEnded = true;
            socket.close(code, reason);
            closeClient(code, reason);
        } else {
            socket.close(code, "");
            lost();
        }
    }

    private boolean leavingNow() {
        Replica replica = socket.replica();
        return replica.draining() || replica.health().unreachable();
    }

    @Override
    public void gone(MessageHandler from) {
        if (from == client) {
            finish();
        } else if (leaving != null && leaving.owns(from)) {
            dropLeaving();
        } else if (socket != null && socket.owns(from)) {
            if (clientClosing) {
                closeClient(CloseRule.NO_CODE, "");
            } else {
                engine.alarm().lost(socket.replica(), "a WebSocket ended without a close frame");
                lost();
            }
        }
    }

    @Override
    public void tooLong(MessageHandler from) {
        if (socket != null) {
            socket.close(1009, "");
        }
        closeClient(1009, "a message is longer than websocket.max-frame");
    }

    @Override
    public void violated(MessageHandler from) {
        if (from == client) {
            if (socket != null) {
                socket.close(1002, "");
            }
            closeClient(1002, "");
        } else if (socket != null && socket.owns(from)) {
            socket.close(1002, "");
            lost();
        }
    }

    // ---- loss, and another replica

    /** The replica's socket is lost. */
    void lost() {
        ReplicaSocket old = socket;
        if (old == null || over) {
            return;
        }
        socket = null;
        old.detach();
        outbox.lost();
        if (dial != null) {
            return; // being drained: the other replica is dialled already
        }
        long wait = reattaches ? reattachRule.lost(now() - old.attachedAt()) : -1;
        if (wait < 0) {
            closeClient(CloseRule.SERVICE_RESTART, "the replica was lost");
            return;
        }
        notice(settings.noticeLost());
        client.pull();
        timer = schedule(() -> giveUp(), settings.reattachNanos());
        if (wait == 0) {
            redial(old.replica());
        } else {
            loop.schedule(() -> redial(old.replica()), wait, TimeUnit.NANOSECONDS);
        }
    }

    private void redial(Replica lost) {
        if (!over && socket == null && dial == null) {
            dial(null);
        }
    }

    private void dial(@Nullable Replica not) {
        Dial started =
                new Dial(engine, loop, request, home.room(), settings.reattachNanos(), false, not, new Dial.Result() {
                    @Override
                    public void connected(Replica replica, Channel channel, @Nullable String chosen) {
                        dial = null;
                        reattached(new ReplicaSocket(home, replica, channel), chosen);
                    }

                    @Override
                    public void refused(Answer answer) {
                        dial = null;
                        answer.discard();
                        if (socket == null) {
                            giveUp();
                        }
                    }
                });
        dial = started;
        started.start(true);
    }

    private void reattached(ReplicaSocket next, @Nullable String chosen) {
        if (over || clientClosing || !Objects.equals(chosen, protocol)) {
            next.discard();
            if (!over && !clientClosing && socket == null) {
                // not the conversation that the client agreed to: another replica may still hold it
                dial(next.replica());
            }
            return;
        }
        stopTimer();
        boolean away = socket == null;
        if (!away) {
            leaving = socket;
            leaving.ctx().writeAndFlush(frame(1001, "moved"));
            ReplicaSocket old = leaving;
            loop.schedule(() -> dropLeaving(old), CLOSE_WAIT_NANOS, TimeUnit.NANOSECONDS);
        }
        socket = next;
        next.attach(this);
        for (WebSocketFrame frame : opening.again()) {
            next.ctx().write(frame);
        }
        outbox.drainTo(next.ctx());
        next.ctx().flush();
        if (away) {
            notice(settings.noticeBack());
        }
        engine.events().saved(Saved.WEB_SOCKET);
        client.pull();
        if (next.replica().draining()) {
            move(); // drained between the two handshakes
        }
    }

    private void notice(@Nullable String text) {
        if (text != null) {
            client.ctx().writeAndFlush(new TextWebSocketFrame(text));
        }
    }

    private void dropLeaving(ReplicaSocket old) {
        if (leaving == old) {
            dropLeaving();
        }
    }

    private void dropLeaving() {
        ReplicaSocket old = leaving;
        leaving = null;
        if (old != null) {
            old.discard();
        }
    }

    private void giveUp() {
        if (!over && socket == null) {
            boolean full = outbox.bytes() >= settings.buffer();
            closeClient(
                    full ? CloseRule.TRY_AGAIN_LATER : CloseRule.SERVICE_RESTART, "no replica could take the socket");
        }
    }

    /** The replica is draining: its socket is replaced before it is closed. */
    void move() {
        if (over || clientClosing || socket == null || dial != null) {
            return;
        }
        if (!reattaches) {
            socket.close(1001, "");
            closeClient(CloseRule.SERVICE_RESTART, "the replica is draining");
        } else {
            dial(socket.replica());
        }
    }

    /** Health found the replica unreachable. */
    void replicaDown() {
        if (!over && socket != null) {
            socket.discard();
            lost();
        }
    }

    // ---- time

    /** Looks after idle ends; called about every second. */
    void sweep(long now) {
        if (over) {
            return;
        }
        long idle = now - client.lastSeen();
        if (idle > 2 * settings.keepAliveNanos() && takesMore(client)) {
            finish();
            client.ctx().close();
            return;
        }
        if (idle > settings.keepAliveNanos() && !clientPinged) {
            clientPinged = true;
            client.ctx().writeAndFlush(new PingWebSocketFrame());
        } else if (idle <= settings.keepAliveNanos()) {
            clientPinged = false;
        }
        if (socket != null
                && socket.dead(
                        now, settings.keepAliveNanos(), client.ctx().channel().isWritable())) {
            engine.alarm().lost(socket.replica(), "a WebSocket gave no pong");
            socket.discard();
            lost();
        }
    }

    private ScheduledFuture<?> schedule(Runnable task, long nanos) {
        stopTimer();
        return loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    // ---- the end of the client

    private static CloseWebSocketFrame frame(int code, String reason) {
        return CloseRule.sendable(code) ? new CloseWebSocketFrame(code, reason) : new CloseWebSocketFrame();
    }

    /** Says goodbye to the client and ends everything. */
    void closeClient(int code, String reason) {
        if (over) {
            return;
        }
        Channel channel = client.ctx().channel();
        boolean answered = clientClosing;
        client.ctx().writeAndFlush(frame(code, reason)).addListener(f -> {
            if (answered || !f.isSuccess()) {
                channel.close();
            } else {
                loop.schedule(() -> channel.close(), CLOSE_WAIT_NANOS, TimeUnit.NANOSECONDS);
            }
        });
        release();
        client.pull();
    }

    private void finish() {
        if (!over) {
            if (socket != null && !clientClosing) {
                socket.goodbye();
            }
            release();
        }
        whenOver.run();
    }

    private void release() {
        over = true;
        stopTimer();
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
        dropLeaving();
        ReplicaSocket last = socket;
        socket = null;
        if (last != null) {
            last.discard();
        }
        outbox.release();
        opening.release();
        home.forget(this);
    }

    boolean over() {
        return over;
    }

    EventLoop loop() {
        return loop;
    }
}
