package io.holdfast.gateway.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Time;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * A gate moved by a Resilience4j circuit breaker. Calls carry no token, so permits are counted: only as many are given
 * back to a half-open breaker as it gave, whatever began before it opened or entered without a permit.
 */
final class BreakerGate implements Gate {

    /** What failed is known to the exchange; the breaker only counts. */
    private static final RuntimeException FAILURE = new Failure();

    private final CircuitBreaker breaker;
    private final Time time;
    private final long openForNanos;
    private final AtomicInteger trials = new AtomicInteger();
    private final AtomicLong lastTrialAt = new AtomicLong();
    private volatile BiConsumer<State, State> changed = (before, now) -> {};

    /**
     * @param openForNanos also the longest time without a trial while half-open: trials that are long at work neither
     *     fail nor keep others from trying
     */
    BreakerGate(CircuitBreaker breaker, Time time, long openForNanos) {
        this.breaker = breaker;
        this.time = time;
        this.openForNanos = openForNanos;
        breaker.getEventPublisher().onStateTransition(event -> {
            State before = map(event.getStateTransition().getFromState());
            State now = map(event.getStateTransition().getToState());
            if (now != State.HALF_OPEN) {
                trials.set(0);
            }
            if (before != now) {
                changed.accept(before, now);
            }
        });
    }

    /** Sets who hears of changes. */
    void onChange(BiConsumer<State, State> listener) {
        changed = listener;
    }

    @Override
    public State state() {
        return map(breaker.getState());
    }

    private static State map(CircuitBreaker.State state) {
        return switch (state) {
            case OPEN, FORCED_OPEN -> State.OPEN;
            case HALF_OPEN -> State.HALF_OPEN;
            case CLOSED, DISABLED, METRICS_ONLY -> State.CLOSED;
        };
    }

    @Override
    public boolean tryEnter() {
        boolean permitted = breaker.tryAcquirePermission();
        if (breaker.getState() != CircuitBreaker.State.HALF_OPEN) {
            return permitted;
        }
        long now = time.nanos();
        long last = lastTrialAt.get();
        if (permitted) {
            trials.incrementAndGet();
            lastTrialAt.set(now);
            return true;
        }
        return now - last > openForNanos && lastTrialAt.compareAndSet(last, now);
    }

    @Override
    public void success(long nanos) {
        takeTrial();
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void failure(long nanos) {
        takeTrial();
        breaker.onError(nanos, TimeUnit.NANOSECONDS, FAILURE);
    }

    @Override
    public void release() {
        if (takeTrial()) {
            breaker.releasePermission();
        }
    }

    private boolean takeTrial() {
        int n = trials.get();
        while (n > 0) {
            if (trials.compareAndSet(n, n - 1)) {
                return true;
            }
            n = trials.get();
        }
        return false;
    }

    @Override
    public void trip() {
        if (state() != State.OPEN) {
            breaker.transitionToOpenState();
        }
    }

    @Override
    public String toString() {
        return breaker.getName() + " " + breaker.getState();
    }

    private static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Failure() {
            super("failed call", null, false, false);
        }
    }
}
