package io.holdfast.stub.event;

import io.holdfast.stub.Time;

/** Says when the next of things at a fixed interval is due, without drifting. */
final class Pace {
    private final long intervalNanos;
    private long dueNanos;

    /** The first is due after {@code firstMillis}. */
    Pace(long firstMillis, long intervalMillis) {
        intervalNanos = intervalMillis * 1_000_000;
        dueNanos = Time.nanos() + firstMillis * 1_000_000;
    }

    /** Rounded up, so that nothing comes early. */
    long waitMillis() {
        return Math.floorDiv(dueNanos - Time.nanos() + 999_999, 1_000_000L);
    }

    /** What was due is done. One that came late by more than an interval does not hurry those after it. */
    void done() {
        dueNanos = Math.max(dueNanos + intervalNanos, Time.nanos() - intervalNanos);
    }
}
