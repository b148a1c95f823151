package io.holdfast.gateway.exchange;

/**
 * After how long a request gets a second attempt: a fixed time, never, or when it takes longer than 95 of 100 did. The
 * percentile is tracked by a frugal estimate (Ma, Muthukrishnan and Sandler, "Frugal streaming for estimating quantiles",
 * 2013), in steps that are shares of itself: one number, no lock, a lost update costs one sample.
 */
public final class HedgeDelay {

    private static final double QUANTILE = 0.95;
    private static final double STEP = 0.02;

    /** Below this, a second attempt would come for everything that is not at once. */
    static final long LEAST_NANOS = 5_000_000;

    /** Answers seen before the estimate is worth something. */
    static final int WARM = 100;

    private final long fixedNanos;
    private volatile double estimate;
    private volatile int samples;

    /** @param nanos as {@link HedgeProperties#nanos()}: 0 is never, negative the percentile */
    public HedgeDelay(long nanos) {
        this.fixedNanos = nanos;
    }

    /** In nanoseconds; 0: no second attempt. */
    public long nanos() {
        if (fixedNanos >= 0) {
            return fixedNanos;
        }
        return samples < WARM ? 0 : Math.max(LEAST_NANOS, (long) estimate);
    }

    /** A request that may be hedged had the head of its answer after so long, whichever attempt brought it. */
    public void answered(long nanos) {
        if (fixedNanos >= 0) {
            return;
        }
        double old = estimate;
        if (old == 0) {
            estimate = Math.max(1, nanos);
        } else {
            estimate = nanos > old ? old * (1 + STEP * QUANTILE) : Math.max(1, old * (1 - STEP * (1 - QUANTILE)));
        }
        if (samples < WARM) {
            samples++;
        }
    }
}
