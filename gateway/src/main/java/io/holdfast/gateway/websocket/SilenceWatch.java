package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether the replica that gets one client's messages stands still ({@link SilenceRule}): has health asked about
 * it, and says while messages are to wait. Confined to the event loop of the session.
 */
final class SilenceWatch {

    private static final long LOOK_NANOS = 50_000_000L;

    private final Engine engine;
    private final EventLoop loop;
    private final Runnable goOn;
    private final long suspectAfter;
    private @Nullable Replica asked;
    private @Nullable Replica doubted;
    private long sentAt;
    private boolean timing;

    /** @param goOn runs when messages need not wait any more */
    SilenceWatch(Engine engine, EventLoop loop, Runnable goOn) {
        this.engine = engine;
        this.loop = loop;
        this.goOn = goOn;
        this.suspectAfter = engine.upstream().suspectNanos();
    }

    /** Whether a message for this replica has to wait. */
    boolean withholds(Replica replica) {
        if (doubted == null && doubts(replica)) {
            doubted = replica;
            loop.schedule(this::look, LOOK_NANOS, TimeUnit.NANOSECONDS);
        }
        return doubted != null;
    }

    /** Whether messages wait. */
    boolean withholding() {
        return doubted != null;
    }

    private boolean doubts(Replica replica) {
        long now = engine.time().nanos();
        return SilenceRule.withholds(replica.load().silence(now), replica.load().unanswered(now), suspectAfter);
    }

    private void look() {
        if (doubted == null) {
            return;
        }
        if (doubts(doubted)) {
            loop.schedule(this::look, LOOK_NANOS, TimeUnit.NANOSECONDS);
        } else {
            doubted = null;
            goOn.run();
        }
    }

    /** A message goes to this replica. */
    void sent(Replica replica) {
        if (suspectAfter == 0) {
            return;
        }
        if (asked == null) {
            asked = replica;
            sentAt = engine.time().nanos();
        }
        if (!timing) {
            timing = true;
            loop.schedule(this::ask, suspectAfter, TimeUnit.NANOSECONDS);
        }
    }

    private void ask() {
        timing = false;
        if (asked == null) {
            return;
        }
        long now = engine.time().nanos();
        long silence = asked.load().silence(now);
        long in = SilenceRule.askIn(now - sentAt, silence, suspectAfter);
        if (in == 0) {
            engine.alarm().silent(asked, silence);
        } else if (now - sentAt >= suspectAfter) {
            asked = null; // it gave signs of life to others: this message needs no answer
            return;
        }
        timing = true;
        loop.schedule(this::ask, in == 0 ? suspectAfter : in, TimeUnit.NANOSECONDS);
    }

    /** Something came from this replica. */
    void heard(Replica replica) {
        replica.load().byteAt(engine.time().nanos());
        asked = null;
        if (doubted == replica) {
            doubted = null;
            goOn.run();
        }
    }

    /** Another replica, or none, gets the messages. */
    void reset() {
        asked = null;
        doubted = null;
    }
}
