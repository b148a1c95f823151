package io.holdfast.stub;

/** The clocks of this module: the only class that reads them. */
public final class Time {
    private Time() {}

    /** Monotonic time in nanoseconds, for durations. */
    public static long nanos() {
        return System.nanoTime();
    }

    /** Wall clock in milliseconds since 1970, to show. */
    public static long wallMillis() {
        return System.currentTimeMillis();
    }
}
