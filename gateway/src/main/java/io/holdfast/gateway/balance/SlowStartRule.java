package io.holdfast.gateway.balance;

/**
 * The share of new work that a replica gets while it warms up: a tenth at first, rising evenly to all of it. A weight
 * between replicas and nothing else: it never keeps a request from a replica when no other one is there.
 */
final class SlowStartRule {

    static final double FIRST = 0.1;

    private SlowStartRule() {}

    /**
     * The weight, from {@link #FIRST} to 1.
     *
     * @param upNanos for how long the replica has been up
     * @param slowStartNanos how long the warming up lasts; 0: no slow start
     */
    static double weight(long upNanos, long slowStartNanos) {
        if (upNanos >= slowStartNanos) {
            return 1;
        }
        return Math.max(FIRST, upNanos / (double) slowStartNanos);
    }
}
