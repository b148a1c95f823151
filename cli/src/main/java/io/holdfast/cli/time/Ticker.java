package io.holdfast.cli.time;

/** The monotonic clock that everything here reads and waits by. */
public interface Ticker {
    /** Nanoseconds since some instant. */
    long nanos();

    /** Waits until that instant; returns at once when it has passed. */
    void sleepUntil(long nanos) throws InterruptedException;
}
