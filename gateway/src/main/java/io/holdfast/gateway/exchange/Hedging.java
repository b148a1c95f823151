package io.holdfast.gateway.exchange;

import io.holdfast.gateway.service.Replica;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The wait for a slow first attempt, after which a second one is made elsewhere. */
final class Hedging {

    private final Exchange exchange;
    private final Attempts attempts;
    private final ScheduledFuture<?> timer;

    private Hedging(Exchange exchange, Attempts attempts, long nanos) {
        this.exchange = exchange;
        this.attempts = attempts;
        this.timer = exchange.loop.schedule(this::late, nanos, TimeUnit.NANOSECONDS);
    }

    /** Begins to wait, or null where hedging is off. */
    static @Nullable Hedging begin(Exchange exchange, Attempts attempts) {
        long nanos = exchange.engine.settings().hedge().nanos();
        return nanos > 0 ? new Hedging(exchange, attempts, nanos) : null;
    }

    private void late() {
        Attempt slow = attempts.current();
        if (exchange.isDone() || exchange.flow() != null || attempts.hedged() || slow == null || slow.over()) {
            return;
        }
        long now = exchange.now();
        exchange.tried(slow.replica);
        Replica other = exchange.pick(now);
        if (other == null) {
            return;
        }
        if (exchange.engine.budget().tryTake(now)) {
            attempts.startHedge(other, now);
        } else {
            other.gate().release();
        }
    }

    void stop() {
        timer.cancel(false);
    }
}
