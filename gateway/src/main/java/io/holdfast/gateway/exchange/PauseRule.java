package io.holdfast.gateway.exchange;

/** How long an exchange pauses before it tries again: at once the first time, then by the back-off (rule 5). */
final class PauseRule {

    /** No pause. */
    static final int AT_ONCE = -1;

    private PauseRule() {}

    /**
     * The round of the back-off that comes before another attempt, or {@link #AT_ONCE}.
     *
     * @param retries that counted before this one
     */
    static int round(int retries) {
        return retries == 0 ? AT_ONCE : retries - 1;
    }

    /**
     * The pause after an answer that is tried again, in nanoseconds.
     *
     * @param backoffNanos of its round
     * @param askedNanos by {@code Retry-After}: binds the replica that said so, not another one
     * @param untried whether another replica takes it
     */
    static long afterAnswer(long backoffNanos, long askedNanos, boolean untried) {
        return untried ? backoffNanos : Math.max(backoffNanos, askedNanos);
    }
}
