package io.holdfast.gateway.websocket;

import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Problem;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.AnswerListener;
import io.holdfast.gateway.upstream.Call;
import io.holdfast.gateway.upstream.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One search for a replica's socket: handshakes with one replica after the other, waiting where none can take it.
 * Ends exactly once: connected, refused by an answer that is the client's to see, or out of time.
 */
final class Dial implements AnswerListener, HoldRoom.Guest {

    /** Hears how it ended, on the event loop. */
    interface Result {

        /** A replica agreed. */
        void connected(Agreed agreed);

        /** No socket: this is what the client may be told. */
        void refused(Answer answer);
    }

    private final Engine engine;
    private final EventLoop loop;
    private final RequestHead request;
    private final HoldRoom room;
    private final DialTerms terms;
    private final Upgrade upgrade;
    private final Refusal refusal = new Refusal();
    private final Result result;
    private final List<Replica> unfit = new ArrayList<>(0);
    private Tried tried = new Tried();
    private @Nullable Call call;
    private @Nullable Replica replica;
    private HoldRoom.@Nullable Ticket ticket;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> attemptTimer;
    private boolean waitsInRoom;
    private boolean backsOff;
    private boolean permit;
    private boolean done;
    private int attempts;
    private int rounds;
    private long startedAt;
    private long attemptAt;
    private long failedAt;

    /** @param request of the client; its headers are already end-to-end */
    Dial(Engine engine, EventLoop loop, RequestHead request, DialTerms terms, Result result) {
        this.engine = engine;
        this.loop = loop;
        this.request = request;
        this.room = terms.room();
        this.terms = terms;
        this.upgrade = new Upgrade(request, engine.randomness());
        this.result = result;
    }

    /**
     * Begins.
     *
     * @param queued waits its turn in the room even when a replica is there, so that many do not dial at once
     */
    void start(boolean queued) {
        startedAt = engine.time().nanos();
        if (terms.from() != null) {
            tried.add(terms.from());
        }
        if (queued || room.size() > 0) {
            hold();
        } else {
            next();
        }
    }

    private void newRound() {
        tried = new Tried();
        unfit.forEach(tried::add);
    }

    private void next() {
        long now = engine.time().nanos();
        Replica picked =
                engine.balancer().pick(engine.service(), tried, Balancer.Kind.WEB_SOCKET, request.stickyKey(), now);
        if (picked == null) {
            newRound();
            if (!unfit.isEmpty() && !engine.otherThan(tried)) {
                refuse("Every replica chose another sub-protocol than the first.");
            } else {
                hold();
            }
            return;
        }
        attempts++;
        replica = picked;
        permit = true;
        attemptAt = now;
        tried.add(picked);
        if (terms.attemptNanos() > 0) {
            attemptTimer = loop.schedule(this::hangs, terms.attemptNanos(), TimeUnit.NANOSECONDS);
        }
        call = null;
        Call started = engine.upstream().call(loop, picked, upgrade.head(picked), false, this);
        if (call == null) {
            call = started;
        }
    }

    private void hold() {
        long left = terms.maxWaitNanos() - (engine.time().nanos() - startedAt);
        if (left <= 0) {
            outOfTime();
            return;
        }
        if (ticket == null) {
            ticket = room.ticket(this);
        } else {
            room.failed(ticket);
        }
        failedAt = engine.time().nanos();
        waitsInRoom = true;
        timer = loop.schedule(this::outOfTime, left, TimeUnit.NANOSECONDS);
        if (!room.enter(ticket, 0)) {
            outOfTime();
        }
    }

    @Override
    public void released() {
        loop.execute(() -> {
            if (done || !waitsInRoom) {
                room.leave(ticket);
                return;
            }
            waitsInRoom = false;
            stopTimer();
            long nanos = rounds == 0 ? 0 : backOff() - (engine.time().nanos() - failedAt);
            rounds++;
            if (nanos <= 0) {
                next();
            } else {
                backsOff = true;
                timer = loop.schedule(this::awake, nanos, TimeUnit.NANOSECONDS);
            }
        });
    }

    /** Counted from the failure: who has waited long enough for a replica does not wait again when it is there. */
    private long backOff() {
        return engine.settings().backoff().nanos(rounds, engine.randomness().unit());
    }

    private void awake() {
        backsOff = false;
        timer = null;
        next();
    }

    /** A replica has just come up: it is tried at once. */
    void replicaUp() {
        if (!done && backsOff) {
            stopTimer();
            awake();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void outOfTime() {
        refuse("No replica took the WebSocket in time.");
    }

    /** From the waiting room, on any thread: this gateway stops. */
    @Override
    public void turnedAway() {
        loop.execute(() -> {
            if (waitsInRoom) {
                refuse("This gateway stops.");
            }
        });
    }

    private void refuse(String why) {
        if (!done) {
            end();
            result.refused(new Problem(503, "No replica available", why, false, 1).answer(attempts));
        }
    }

    /** The replica took the connection and says nothing; a handshake is a GET: it may be made elsewhere. */
    private void hangs() {
        if (!done && permit) {
            call.cancel();
            settle(Boolean.FALSE);
            next();
        }
    }

    /** Nobody waits for it any more. */
    void cancel() {
        if (!done) {
            end();
        }
    }

    private void end() {
        done = true;
        stopTimer();
        if (ticket != null) {
            room.leave(ticket);
        }
        if (call != null) {
            call.cancel();
        }
        settle(null);
        refusal.drop();
    }

    /** Gives the permit of the gate back: true for success, null for no word. */
    private void settle(@Nullable Boolean success) {
        if (!permit) {
            return;
        }
        permit = false;
        if (attemptTimer != null) {
            attemptTimer.cancel(false);
            attemptTimer = null;
        }
        long took = engine.time().nanos() - attemptAt;
        if (success == null) {
            replica.gate().release();
        } else if (success) {
            replica.gate().success(took);
        } else {
            replica.gate().failure(took);
        }
    }

    @Override
    public void onConnected(Call connected) {
        call = connected;
    }

    @Override
    public void onUpgraded(HttpResponse head, Channel channel) {
        if (done) {
            channel.close();
            return;
        }
        String misfit = upgrade.misfit(head.headers());
        if (misfit != null) {
            channel.close();
            onLost(new Loss(Loss.Kind.INVALID, true, misfit));
            return;
        }
        settle(true);
        String chosen = head.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (!terms.first() && !Objects.equals(chosen, terms.protocol())) {
            channel.close(); // not the conversation that the client agreed to
            unfit.add(replica);
            next();
            return;
        }
        done = true;
        stopTimer();
        refusal.drop();
        if (ticket != null) {
            room.answered(ticket);
        }
        result.connected(new Agreed(replica, channel, chosen, head.headers()));
    }

    @Override
    public void onHead(HttpResponse head) {
        refusal.begin(head);
        call.read();
    }

    @Override
    public void onContent(ByteBuf content) {
        if (done) {
            content.release();
        } else if (!refusal.add(content)) {
            call.cancel(); // it may never end; its status is what counts
            answered();
        }
    }

    @Override
    public void onReadComplete() {
        call.read();
    }

    @Override
    public void onEnd(HttpHeaders trailers) {
        answered();
    }

    private void answered() {
        if (done) {
            return;
        }
        int status = refusal.status();
        settle(!DialRule.failing(status));
        switch (DialRule.refused(terms.first(), status, engine.otherThan(tried))) {
            case PASS -> pass();
            case NEXT -> next();
            case HOLD -> {
                newRound();
                hold();
            }
        }
    }

    /** The refusal passes to the client as the replica gave it. */
    private void pass() {
        Answer answer = refusal.answer(replica, attempts);
        end();
        result.refused(answer);
    }

    @Override
    public void onLost(Loss loss) {
        if (done) {
            return;
        }
        settle(loss.sent() ? Boolean.FALSE : null);
        engine.events().lost(replica, loss);
        if (loss.kind() == Loss.Kind.REFUSED) {
            engine.alarm().refused(replica, loss.why());
        } else if (loss.alarming()) {
            engine.alarm().lost(replica, loss.why());
        }
        next();
    }

    @Override
    public void onReplicaDown() {
        if (!done && call != null) {
            call.cancel();
            settle(null);
            next(); // a handshake is a GET: it may be made elsewhere
        }
    }

    @Override
    public void onWritable() {}

    @Override
    public void onInformational(HttpResponse head) {}
}
