package io.holdfast.gateway.exchange;

/**
 * The wait before a retry: exponential with full-range jitter between half and all of the step.
 *
 * @param firstNanos the first step
 * @param multiplier from step to step
 * @param maxNanos the longest step
 */
public record Backoff(long firstNanos, double multiplier, long maxNanos) {

    /**
     * The wait before round {@code n} (0: the first that waits).
     *
     * @param unit a random number from 0 to 1
     */
    public long nanos(int n, double unit) {
        double step = Math.min(maxNanos, firstNanos * Math.pow(multiplier, Math.min(n, 60)));
        return (long) (step * (0.5 + unit / 2));
    }
}
