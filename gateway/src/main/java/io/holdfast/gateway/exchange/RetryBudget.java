package io.holdfast.gateway.exchange;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How many retries and hedges a service affords: a share of the requests of the last ten seconds, with a floor, so
 * that retries do not multiply the load of a service that is failing (as Finagle's and linkerd's retry budgets).
 * Counts in one-second buckets without locks; a request counted in the wrong second is of no consequence.
 */
public final class RetryBudget {

    static final int SECONDS = 10;
    private static final long SECOND = 1_000_000_000L;

    private final double share;
    private final int floor;
    private final AtomicLongArray seconds = new AtomicLongArray(SECONDS + 2);
    private final AtomicLongArray requests = new AtomicLongArray(SECONDS + 2);
    private final AtomicLongArray spent = new AtomicLongArray(SECONDS + 2);

    /**
     * @param share of the requests, 0.2 for 20 %
     * @param floor how many are always allowed in ten seconds
     */
    public RetryBudget(double share, int floor) {
        this.share = share;
        this.floor = floor;
        for (int i = 0; i < seconds.length(); i++) {
            seconds.set(i, Long.MIN_VALUE);
        }
    }

    /** A request of a client came. */
    public void request(long now) {
        requests.incrementAndGet(bucket(now));
    }

    /** Takes one retry or hedge from the budget, if it is there. */
    public boolean tryTake(long now) {
        int b = bucket(now);
        if (sum(spent, now) >= Math.max(floor, (long) (share * sum(requests, now)))) {
            return false;
        }
        spent.incrementAndGet(b);
        return true;
    }

    private int bucket(long now) {
        long second = Math.floorDiv(now, SECOND);
        int b = (int) Math.floorMod(second, (long) seconds.length());
        long was = seconds.get(b);
        if (was != second && seconds.compareAndSet(b, was, second)) {
            requests.set(b, 0);
            spent.set(b, 0);
        }
        return b;
    }

    private long sum(AtomicLongArray counts, long now) {
        long second = Math.floorDiv(now, SECOND);
        long sum = 0;
        for (int i = 0; i < seconds.length(); i++) {
            long age = second - seconds.get(i);
            if (age >= 0 && age < SECONDS) {
                sum += counts.get(i);
            }
        }
        return sum;
    }
}
