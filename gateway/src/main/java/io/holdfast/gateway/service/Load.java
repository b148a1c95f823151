package io.holdfast.gateway.service;

/**
 * Latency of a replica as balance sees it: a peak-sensitive moving average, after Finagle's "peak EWMA", of ratios: one
 * sample lifts it {@link #JUMP} times at most, so that a single slow piece of work does not keep a replica idle, while
 * three in a row show a replica that has become slow; and one takes it a quarter of the way down.
 * Written by the event loops without locks: a lost update costs one sample. Times in nanoseconds, monotonic.
 */
public final class Load {

    /** An estimate is 1/e of what it was when nobody asked for so long. */
    static final long DECAY_NANOS = 10_000_000_000L;

    /** How many times higher than before one sample may lift the average. */
    public static final double JUMP = 8;

    /** Averages below this are lifted as if they were this much. */
    public static final double SMALLEST_PEAK_NANOS = 1_000_000;

    private static final long NEVER = Long.MIN_VALUE;

    private volatile double ewmaNanos;
    private volatile long updatedAt;
    private volatile long lastByteAt = NEVER;
    private volatile long aliveAt = NEVER;
    private volatile long answeredAt = NEVER;
    private volatile long lostAt = NEVER;
    private volatile long askedAt = NEVER;

    /**
     * Takes the time from sending a request to the first byte of its answer.
     *
     * <p>Down it goes by ratios, not by differences: among short answers a long piece of work is forgotten after four of
     * them, whereas a replica that has become slow gives no short answer. Without it a replica with one request in
     * twenty of 150 ms looks for moments as slow as one that is late by 800 ms with each.
     */
    public void sample(long now, long nanos) {
        answeredAt = now;
        double old = ewmaNanos;
        if (old == 0) {
            ewmaNanos = nanos;
        } else if (nanos > old) {
            ewmaNanos = Math.min(nanos, Math.max(old, SMALLEST_PEAK_NANOS) * JUMP);
        } else {
            double believed = estimate(now);
            ewmaNanos = nanos < believed ? believed * Math.sqrt(Math.sqrt(Math.max(nanos, 1) / believed)) : nanos;
        }
        updatedAt = now;
    }

    /** The estimate at this moment; what is not asked decays, so that a slow replica is tried again. 0: unknown. */
    public double estimate(long now) {
        return ewmaNanos * decay(now);
    }

    private double decay(long now) {
        return Math.exp(-Math.max(0, now - updatedAt) / (double) DECAY_NANOS);
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

    /** It answered a probe: silence counts from here. */
    public void aliveAt(long now) {
        aliveAt = now;
    }

    /** A probe is sent to it. The first one that it leaves without an answer is remembered. */
    public void askedAt(long now) {
        if (unanswered(now) == 0) {
            askedAt = now;
        }
    }

    /** For how long a probe has been without an answer, and nothing else has come from it; 0: none. */
    public long unanswered(long now) {
        long asked = askedAt;
        boolean open = asked != NEVER && !since(asked, aliveAt) && !since(asked, lastByteAt);
        return open ? Math.max(0, now - asked) : 0;
    }

    private static boolean since(long asked, long sign) {
        return sign != NEVER && sign - asked >= 0;
    }

    /** A request is about to go to it while no other waits there: lateness counts from here. It is no sign of life. */
    public void waitedForAt(long now) {
        answeredAt = now;
    }

    /**
     * For how long it has begun no answer; of meaning while requests wait. Unlike {@link #silence} it is not ended by bytes of
     * running streams, nor by probes: a replica may be late with every answer and talk all the time.
     */
    public long lateness(long now) {
        long since = answeredAt;
        return since == NEVER ? 0 : Math.max(0, now - since);
    }

    /** A connection to it was lost at this moment. */
    public void lostAt(long now) {
        lostAt = now;
    }

    /**
     * Whether a connection to it was lost and nothing has come from it since, neither to a request nor to a probe. A
     * process that is being killed takes connections for some time yet, and loses them.
     */
    public boolean doubted() {
        long lost = lostAt;
        return lost != NEVER && !after(lost, aliveAt) && !after(lost, lastByteAt);
    }

    private static boolean after(long lost, long alive) {
        return alive != NEVER && alive - lost > 0;
    }

    /** For how long nothing has come from it, neither to requests nor to probes; of meaning while somebody waits. */
    public long silence(long now) {
        long since = aliveAt;
        long bytes = lastByteAt;
        if (bytes != NEVER && (since == NEVER || bytes - since > 0)) {
            since = bytes;
        }
        if (since == NEVER) {
            return 0;
        }
        return Math.max(0, now - since);
    }
}
