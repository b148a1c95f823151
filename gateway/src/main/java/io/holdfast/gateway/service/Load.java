package io.holdfast.gateway.service;

/**
 * Latency of a replica as balance sees it: a peak-sensitive exponentially weighted moving average (Finagle's
 * "peak EWMA"): it jumps up at once and forgets slowly. Written by the event loops without locks: a lost update costs
 * one sample.
 */
public final class Load {

    /** A sample weighs 1/e after so long. */
    static final long DECAY_NANOS = 10_000_000_000L;

    private volatile double ewmaNanos;
    private volatile long updatedAt;
    private volatile long lastByteAt = Long.MIN_VALUE;

    /** Takes the time from sending a request to the first byte of its answer. */
    public void sample(long now, long nanos) {
        double old = ewmaNanos;
        if (nanos > old) {
            ewmaNanos = nanos;
        } else {
            double weight = Math.exp(-Math.max(0, now - updatedAt) / (double) DECAY_NANOS);
            ewmaNanos = nanos + (old - nanos) * Math.min(weight, 0.95);
        }
        updatedAt = now;
    }

    /** The estimate at this moment, in nanoseconds; what is not asked decays, so that a slow replica is tried again. */
    public double estimate(long now) {
        return ewmaNanos * Math.exp(-Math.max(0, now - updatedAt) / (double) DECAY_NANOS);
    }

    /** The estimate without decay, for display, in milliseconds. */
    public double millis() {
        return ewmaNanos / 1e6;
    }

    /** Forgets the past: the replica came back as a new process. */
    public void reset() {
        ewmaNanos = 0;
    }

    /** A byte came from the replica at this moment. */
    public void byteAt(long now) {
        lastByteAt = now;
    }

    /** When the last byte came, or {@link Long#MIN_VALUE}. */
    public long lastByteAt() {
        return lastByteAt;
    }
}
