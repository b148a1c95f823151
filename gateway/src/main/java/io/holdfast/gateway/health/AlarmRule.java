package io.holdfast.gateway.health;

/**
 * When an alarm of traffic is a reason to probe, so that neither a replica that resets every request nor one that works
 * slowly is drowned in probes. Times are monotonic nanoseconds. Not thread-safe.
 */
final class AlarmRule {

    /** Probes asked for by traffic keep this distance, from start to start. */
    static final long GAP = 100_000_000L;

    /** After a silence that was a slow answer, the next one is looked into after this long, then twice as long... */
    static final long FIRST_BACK_OFF = 500_000_000L;

    private final long mostBackOff;
    private boolean probed;
    private long probedAt;
    private boolean silent;
    private boolean asking;
    private long silentAt;
    private long backOff;

    /**
     * @param interval between ordinary probes: beyond it there is nothing to be gained by waiting longer
     */
    AlarmRule(long interval) {
        this.mostBackOff = interval;
    }

    /** A probe starts, for whatever reason. */
    void probing(long now) {
        probed = true;
        probedAt = now;
    }

    /** A connection was lost: how long to wait before the probe. */
    long lost(long now) {
        return probed ? Math.max(0, probedAt + GAP - now) : 0;
    }

    /** Requests meet silence: how long to wait before the probe, or -1: not for this. */
    long silent(long now) {
        if (silent && now - silentAt < backOff) {
            return -1;
        }
        if (silent && now - silentAt > 2 * mostBackOff) {
            backOff = 0; // that silence was another one
        }
        silent = true;
        asking = true;
        silentAt = now;
        return lost(now);
    }

    /** A probe was answered: if it was sent for silence, that was slow work and no hang. */
    void answered() {
        if (asking) {
            asking = false;
            backOff = Math.min(mostBackOff, Math.max(FIRST_BACK_OFF, backOff * 2));
        }
    }
}
