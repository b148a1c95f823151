package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's WebSocket over the life of its replicas: passes messages both ways, and puts another replica's socket in
 * the place of one that is lost or being left. Confined to the event loop of the client's connection.
 */
final class WebSocketSession implements MessageHandler.Owner, Reattachment.Result {

    private static final int OPENING_BYTES = 65536;

    /** When a move that found no replica is tried again. */
    private static final long MOVE_AGAIN_NANOS = 5_000_000_000L;

    private final WebSockets home;
    private final Engine engine;
    private final WebSocketSettings settings;
    private final EventLoop loop;
    private final boolean reattaches;
    private final Reattachment search;
    private final ReattachRule rule = new ReattachRule();
    private final Opening opening;
    private final Outbox outbox;
    private final SilenceWatch silence;
    private final Runnable whenOver;
    private ClientSocket client;
    /** Gets the client's messages. */
    private @Nullable ReplicaSocket socket;
    /** Takes its place once it has taken everything that was handed to it. */
    private @Nullable ReplicaSocket arriving;
    /** Was replaced, and may still answer what it was sent. */
    private @Nullable ReplicaSocket leaving;

    private long nextMove;
    private boolean over;

    /**
     * @param protocol that the first replica chose, or null
     * @param whenOver runs when the client's connection is done with
     */
    WebSocketSession(
            WebSockets home, EventLoop loop, RequestHead request, @Nullable String protocol, Runnable whenOver) {
        this.home = home;
        this.engine = home.engine();
        this.settings = home.settings();
        this.loop = loop;
        this.whenOver = whenOver;
        this.reattaches = CloseRule.reattaches(settings.onLoss(), protocol);
        this.search = new Reattachment(home, loop, request, protocol, this);
        this.opening = new Opening(settings.replayOpening(), settings.replayPattern(), OPENING_BYTES);
        this.outbox = new Outbox(opening, this::takeOver);
        this.silence = new SilenceWatch(engine, loop, this::handOver);
    }

    /** The client's handler, for its pipeline, and the first replica's socket. */
    MessageHandler open(ReplicaSocket first) {
        MessageHandler handler = new MessageHandler(this, settings.maxFrame(), true);
        client = new ClientSocket(handler, settings.keepAliveNanos());
        socket = first;
        return handler;
    }

    /** Both ends are in place. */
    void begin() {
        ReplicaSocket first = socket;
        if (!first.attach(this)) {
            first.discard();
            lost(first, false);
        } else if (first.replica().health().unreachable()) {
            discardLost(true); // found down while the client's 101 was on its way
        } else if (home.left(first.replica())) {
            move();
        }
        client.pull();
        if (home.isStopping()) {
            closeClient(CloseRule.SERVICE_RESTART, WebSockets.STOPPING);
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
        } else if (client.owns(from)) {
            fromClient(message);
        } else if (attached(from)) {
            opening.answered();
            client.write(message);
        } else {
            message.release();
        }
    }

    private boolean attached(MessageHandler from) {
        return owns(socket, from) || owns(arriving, from) || owns(leaving, from);
    }

    private static boolean owns(@Nullable ReplicaSocket one, MessageHandler from) {
        return one != null && one.owns(from);
    }

    private void fromClient(Message message) {
        if (socket != null && arriving == null && !silence.withholds(socket.replica())) {
            silence.sent(socket.replica());
            outbox.send(message, socket.ctx());
        } else if (socket == null && settings.ping() != null && message.isText(settings.ping())) {
            message.release();
            if (client.writable()) {
                client.say(settings.pong());
            }
        } else {
            outbox.keep(message);
        }
    }

    @Override
    public void readComplete(MessageHandler from) {
        if (over) {
            return;
        }
        if (!client.owns(from)) {
            client.flush();
            if (owns(socket, from)) {
                silence.heard(socket.replica());
            }
        } else if (socket != null) {
            socket.ctx().flush();
        }
    }

    @Override
    public boolean takesMore(MessageHandler from) {
        if (over) {
            return true; // to see the end
        }
        if (!client.owns(from)) {
            return client.writable();
        }
        return client.closing() || takesMoreOfClient();
    }

    private boolean takesMoreOfClient() {
        return waits() ? outbox.size() < settings.buffer() : socket.writable();
    }

    /** Whether what the client sends is kept for now. */
    private boolean waits() {
        return socket == null || arriving != null || silence.withholding();
    }

    @Override
    public void writable(MessageHandler from) {
        if (over) {
            return;
        }
        if (!client.owns(from)) {
            client.pull();
            return;
        }
        pull(socket);
        pull(arriving);
        pull(leaving);
    }

    private static void pull(@Nullable ReplicaSocket one) {
        if (one != null) {
            one.pull();
        }
    }

    // ---- the end of one side

    @Override
    public void closing(MessageHandler from, int code, String reason) {
        if (over) {
            return;
        }
        if (client.owns(from)) {
            clientClosing(code, reason);
        } else if (owns(leaving, from)) {
            dropLeaving();
        } else if (owns(socket, from)) {
            socketClosing(code, reason);
        } else if (owns(arriving, from)) {
            dropArriving();
        }
    }

    private void clientClosing(int code, String reason) {
        client.closing(code, reason);
        if (!waits()) {
            passClosing();
        } else if (outbox.isEmpty()) {
            closeClient(code, reason);
        } // else the close follows what waits
    }

    /**
     * The client's close frame goes to the replica, whose answer it gets, if that comes soon. Another replica that is being
     * looked for would hear of a conversation that is over.
     */
    private void passClosing() {
        search.cancel();
        ReplicaSocket told = socket;
        told.sayGoodbye(client.code(), client.reason());
        loop.schedule(() -> unanswered(told), Farewell.ANSWER_NANOS, TimeUnit.NANOSECONDS);
    }

    /** A replica that was lost meanwhile is no longer waited for: the next one is told, and given its own time. */
    private void unanswered(ReplicaSocket told) {
        if (socket == told) {
            closeClient(client.code(), client.reason());
        }
    }

    private void socketClosing(int code, String reason) {
        ReplicaSocket closing = socket;
        if (client.closing() && outbox.isEmpty() && outbox.taken()
                || CloseRule.ends(code, home.leaves(closing.replica()))) {
            socket = null;
            closing.close(code, reason);
            closeClient(code, reason);
        } else {
            leave(closing, code);
        }
    }

    @Override
    public void gone(MessageHandler from) {
        if (client.owns(from)) {
            clientGone();
        } else if (owns(leaving, from)) {
            dropLeaving();
        } else if (owns(arriving, from)) {
            dropArriving();
        } else if (owns(socket, from)) {
            if (!client.closing()) {
                engine.alarm().lost(socket.replica(), "a WebSocket ended without a close frame");
            }
            discardLost(false);
        }
    }

    @Override
    public void violated(MessageHandler from, int code) {
        if (over) {
            return;
        }
        if (client.owns(from)) {
            closeClient(code, code == 1009 ? "a message is longer than websocket.max-frame" : "");
        } else if (owns(leaving, from)) {
            dropLeaving();
        } else if (owns(arriving, from)) {
            dropArriving();
        } else if (owns(socket, from)) {
            ReplicaSocket broken = socket;
            if (code == 1009) {
                socket = null;
                broken.close(code, "");
                closeClient(code, "a message of the replica is longer than websocket.max-frame");
            } else {
                leave(broken, code);
            }
        }
    }

    /** Lets a replica's socket go that others take the place of. */
    private void leave(ReplicaSocket left, int code) {
        if (outbox.taken()) {
            left.close(code, "");
        } else {
            left.discard(); // so that what it did not take is certainly not taken any more
        }
        lost(left, false);
    }

    // ---- loss, and another replica

    /** Health found a replica unreachable. */
    void replicaDown(Replica replica) {
        if (over) {
            return;
        }
        if (on(arriving, replica)) {
            dropArriving();
            nextMove = now(); // it will not be found again
        }
        if (on(socket, replica)) {
            discardLost(true);
        }
    }

    private static boolean on(@Nullable ReplicaSocket one, Replica replica) {
        return one != null && one.replica() == replica;
    }

    /** A replica has just come up: a search that backs off need not. */
    void replicaUp() {
        search.replicaUp();
    }

    private void discardLost(boolean replicaGone) {
        ReplicaSocket old = socket;
        old.discard();
        lost(old, replicaGone);
    }

    private void lost(ReplicaSocket old, boolean replicaGone) {
        if (over) {
            return;
        }
        socket = null;
        silence.reset();
        outbox.lost();
        if (arriving != null) {
            takeOver();
            return;
        }
        if (client.closing() && outbox.isEmpty()) {
            closeClient(client.code(), client.reason());
            return;
        }
        long wait = reattaches ? rule.lost(now() - old.attachedAt(), replicaGone) : -1;
        if (wait < 0) {
            closeClient(CloseRule.SERVICE_RESTART, "the replica was lost");
            return;
        }
        client.say(settings.noticeLost());
        search.cancel(); // one that began when it was being left has less time than a loss is given
        search.start(old.replica(), wait);
        client.pull();
    }

    /** The replica is draining, or discovery no longer finds it: its socket is replaced before it is closed. */
    void move() {
        if (over || client.closing() || socket == null || arriving != null || search.running()) {
            return;
        }
        if (reattaches) {
            search.start(socket.replica(), 0);
        } else {
            closeClient(CloseRule.SERVICE_RESTART, "the replica is draining");
        }
    }

    @Override
    public void found(ReplicaSocket next) {
        if (over) {
            next.discard();
        } else if (socket == null) {
            attach(next);
        } else {
            replace(next);
        }
    }

    private void attach(ReplicaSocket next) {
        socket = next;
        if (!next.attach(this)) {
            discardLost(false);
        } else if (socket == next) { // else it has gone again already
            client.say(settings.noticeBack());
            resume();
        }
    }

    /** The present socket gets nothing more; the next one follows when it has taken what it was handed. */
    private void replace(ReplicaSocket next) {
        arriving = next;
        if (!next.attach(this)) {
            dropArriving();
        } else if (!outbox.taken()) {
            loop.schedule(() -> hurry(next), Farewell.ANSWER_NANOS, TimeUnit.NANOSECONDS);
        } else {
            takeOver();
        }
    }

    /** The socket being left takes nothing more: what it did not take whole goes to the next one. */
    private void hurry(ReplicaSocket next) {
        if (!over && arriving == next) {
            discardLost(true);
        }
    }

    private void takeOver() {
        if (over || arriving == null) {
            return;
        }
        dropLeaving();
        if (socket != null) {
            leaving = socket;
            leaving.leave();
        }
        socket = arriving;
        arriving = null;
        silence.reset();
        resume();
    }

    /** Another replica is attached: it is told what it has to know, and what waited. */
    private void resume() {
        opening.again().forEach(frame -> socket.ctx().write(frame));
        engine.events().saved(Saved.WEB_SOCKET);
        handOver();
        if (socket != null && home.left(socket.replica())) {
            move(); // drained between the two handshakes
        }
    }

    /** What waited goes to the replica, and the client's close behind it. */
    private void handOver() {
        if (over || waits()) {
            return;
        }
        outbox.drainTo(socket.ctx());
        socket.ctx().flush();
        if (client.closing()) {
            passClosing();
        }
        client.pull();
    }

    private void dropLeaving() {
        ReplicaSocket old = leaving;
        leaving = null;
        if (old != null) {
            old.discard();
        }
    }

    /** It was lost before it took over. */
    private void dropArriving() {
        ReplicaSocket gone = arriving;
        arriving = null;
        gone.discard();
        nextMove = now() + MOVE_AGAIN_NANOS;
        handOver();
    }

    @Override
    public void notFound() {
        nextMove = now() + MOVE_AGAIN_NANOS;
        if (over || socket != null) {
            return;
        }
        if (client.closing()) {
            closeClient(client.code(), client.reason());
        } else if (outbox.size() >= settings.buffer()) {
            closeClient(CloseRule.TRY_AGAIN_LATER, "no replica could take what was sent");
        } else {
            closeClient(CloseRule.SERVICE_RESTART, "no replica could take the socket");
        }
    }

    /** Looks after idle ends, and moves that found no replica; called about every second. */
    void sweep(long now) {
        if (over) {
            return;
        }
        if (client.dead(now, client.closing() || takesMoreOfClient())) {
            client.cut();
            clientGone();
            return;
        }
        if (socket == null) {
            return;
        }
        if (socket.dead(now, client.writable())) {
            engine.alarm().lost(socket.replica(), "a WebSocket gave no pong");
            discardLost(false);
        } else if (now - nextMove >= 0 && home.left(socket.replica())) {
            move();
        }
    }

    // ---- the end

    /** Says goodbye to the client and ends everything. */
    void closeClient(int code, String reason) {
        if (over) {
            return;
        }
        release();
        client.close(code, reason);
    }

    private void clientGone() {
        if (!over) {
            release();
        }
        whenOver.run();
    }

    /** Gives everything back; a replica that still has a socket is told that the client went away. */
    private void release() {
        over = true;
        search.cancel();
        silence.reset();
        dropLeaving();
        if (arriving != null) {
            arriving.discard();
            arriving = null;
        }
        if (socket != null) {
            socket.close(CloseRule.GOING_AWAY, "");
            socket = null;
        }
        outbox.release();
        opening.release();
        home.forget(this);
    }

    EventLoop loop() {
        return loop;
    }
}
