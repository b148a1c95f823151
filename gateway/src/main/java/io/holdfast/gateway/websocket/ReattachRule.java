package io.holdfast.gateway.websocket;

/**
 * When a lost socket is dialled again. At once as a rule; a socket that keeps being lost soon after it was attached
 * waits longer each time and is given up in the end: then not the replica is at fault but the conversation.
 */
final class ReattachRule {

    /** A socket that lived so long was a good one. */
    static final long GOOD_NANOS = 5_000_000_000L;

    static final int MOST_SHORT = 6;
    private static final long FIRST_NANOS = 100_000_000L;
    private static final long MOST_NANOS = 2_000_000_000L;

    private int shortLived;

    /**
     * A replica's socket was lost.
     *
     * @param livedNanos how long it was attached
     * @param replicaGone the replica itself is down: no fault of the conversation
     * @return nanoseconds to wait before dialling, or -1: give up
     */
    long lost(long livedNanos, boolean replicaGone) {
        if (livedNanos >= GOOD_NANOS) {
            shortLived = 0;
            return 0;
        }
        if (replicaGone) {
            return 0;
        }
        shortLived++;
        if (shortLived > MOST_SHORT) {
            return -1;
        }
        return shortLived <= 2 ? 0 : Math.min(MOST_NANOS, FIRST_NANOS << (shortLived - 3));
    }
}
