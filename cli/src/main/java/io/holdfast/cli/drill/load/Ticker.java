package io.holdfast.cli.drill.load;

/** The monotonic clock that clients read and wait by. */
public interface Ticker {
    /** Nanoseconds since some instant. */
    long nanos();

    /** Waits until that instant; returns at once when it has passed. */
    void sleepUntil(long nanos) throws InterruptedException;
}
