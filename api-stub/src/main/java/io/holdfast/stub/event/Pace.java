package io.holdfast.stub.event;

import java.util.function.LongSupplier;

/** Says when the next of things at a fixed interval is due, without drifting. */
final class Pace {
    private final LongSupplier nanos;
    private final long intervalNanos;
    private long dueNanos;

    /**
     * The first is due after {@code firstMillis}.
     *
     * @param nanos monotonic time
     */
    Pace(LongSupplier nanos, long firstMillis, long intervalMillis) {
        this.nanos = nanos;
        intervalNanos = intervalMillis * 1_000_000;
        dueNanos = nanos.getAsLong() + firstMillis * 1_000_000;
    }

    /** Rounded up, so that nothing comes early. */
    long waitMillis() {
        return Math.floorDiv(dueNanos - nanos.getAsLong() + 999_999, 1_000_000L);
    }

    /** What was due is done. One that came late by more than an interval does not hurry those after it. */
    void done() {
        dueNanos = Math.max(dueNanos + intervalNanos, nanos.getAsLong() - intervalNanos);
    }
}
