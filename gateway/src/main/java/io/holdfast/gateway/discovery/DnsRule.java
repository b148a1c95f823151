package io.holdfast.gateway.discovery;

/** When a name is asked again. Times in nanoseconds. */
final class DnsRule {

    private static final long SECOND = 1_000_000_000L;

    /** However short the time to live. */
    static final long SHORTEST = SECOND;

    /** However long: Docker says 600 s of containers that come and go. */
    static final long LONGEST = 10 * SECOND;

    /** While a replica cannot be reached, its successor may already have another address. */
    static final long WHILE_LOST = SECOND;

    /** After no answer. */
    static final long AFTER_FAILURE = SECOND;

    /** Losses do not ask more often than this. */
    static final long GAP = SECOND / 2;

    private DnsRule() {}

    /**
     * The wait after an answer.
     *
     * @param ttl of the answer
     * @param lost whether a replica cannot be reached
     */
    static long afterAnswer(long ttl, boolean lost) {
        return lost ? WHILE_LOST : Math.max(SHORTEST, Math.min(LONGEST, ttl));
    }

    /** The wait when a replica was lost so long after the last question. */
    static long afterLoss(long sinceLastQuestion) {
        return Math.max(0, GAP - sinceLastQuestion);
    }
}
