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

    /**
     * How much heavier the load of a replica counts when its turn is passed over because it warms up: a hundred times at
     * first. Heavy, and not absolute: a fresh replica is still better than one that is late with every answer.
     *
     * @param weight its weight, or its part of the other one's weight where both warm up
     */
    static double reluctance(double weight) {
        return 1 / (weight * weight);
    }
}
