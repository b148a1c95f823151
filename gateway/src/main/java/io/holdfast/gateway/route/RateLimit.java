package io.holdfast.gateway.route;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A token bucket for each client: so many requests a second, and so many at once when it was quiet before. A bucket is one
 * number, the time at which it is full again (GCRA, ITU-T I.371); one that is full is forgotten. Past a bound of clients,
 * further ones are not counted: the limit is against the one client that takes too much, not against a flood of many.
 */
final class RateLimit {

    private static final double NANOS = 1e9;

    /** How seldom it is looked for buckets that are full again, when there is no room. */
    private static final long TIDY_NANOS = 1_000_000_000L;

    private final ConcurrentMap<String, Long> fullAt = new ConcurrentHashMap<>();
    private final long eachNanos;
    private final long depthNanos;
    private final int most;
    private volatile long tidyAt;
    private volatile boolean tidied;

    /**
     * @param perSecond requests that a client may make in the long run
     * @param burst requests that it may make at once
     * @param most clients that are counted
     */
    RateLimit(double perSecond, int burst, int most) {
        this.eachNanos = Math.max(1, (long) (NANOS / perSecond));
        this.depthNanos = eachNanos * burst;
        this.most = most;
    }

    /**
     * Counts a request: 0, or how long until one would be admitted.
     *
     * @param now monotonic, in nanoseconds
     */
    long waitNanos(String client, long now) {
        if (fullAt.size() >= most && !fullAt.containsKey(client) && !tidy(now)) {
            return 0;
        }
        long[] wait = new long[1];
        fullAt.compute(client, (key, full) -> {
            long from = full == null || full - now < 0 ? now : full;
            wait[0] = Math.max(0, from + eachNanos - depthNanos - now);
            return wait[0] > 0 ? from : from + eachNanos;
        });
        return wait[0];
    }

    /** Forgets full buckets; says whether there is room now. */
    private boolean tidy(long now) {
        if (!tidied || now - tidyAt >= TIDY_NANOS) {
            tidied = true;
            tidyAt = now;
            fullAt.values().removeIf(full -> full - now <= 0);
        }
        return fullAt.size() < most;
    }

    /** Clients counted at present. */
    int size() {
        return fullAt.size();
    }
}
