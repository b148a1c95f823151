package io.holdfast.gateway.testing;

import io.holdfast.gateway.service.Gate;
import java.util.concurrent.atomic.AtomicInteger;

/** A gate that a test sets and that keeps the books: each permit has to come back by exactly one call. */
public final class RecordingGate implements Gate {

    private volatile State state = State.CLOSED;
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicInteger successes = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger released = new AtomicInteger();

    /** Sets the state; only an open gate refuses. */
    public void state(State next) {
        state = next;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean tryEnter() {
        if (state == State.OPEN) {
            return false;
        }
        entered.incrementAndGet();
        return true;
    }

    @Override
    public void enterAnyway() {
        entered.incrementAndGet();
    }

    @Override
    public void success(long nanos) {
        successes.incrementAndGet();
    }

    @Override
    public void failure(long nanos) {
        failures.incrementAndGet();
    }

    @Override
    public void release() {
        released.incrementAndGet();
    }

    public int entered() {
        return entered.get();
    }

    public int successes() {
        return successes.get();
    }

    public int failures() {
        return failures.get();
    }

    public int released() {
        return released.get();
    }

    /** Permits out at this moment; below zero when one came back twice. */
    public int out() {
        return entered.get() - successes.get() - failures.get() - released.get();
    }

    @Override
    public String toString() {
        return "entered " + entered + ", successes " + successes + ", failures " + failures + ", released " + released;
    }
}
