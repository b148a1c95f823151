package io.holdfast.gateway.health;

/**
 * How a probe ended.
 *
 * @param kind what it says of the replica
 * @param why in words, for people
 */
record Outcome(Kind kind, String why) {

    static final Outcome GOOD = new Outcome(Kind.GOOD, "");

    /** What a probe says of the replica. */
    enum Kind {
        /** It is well. */
        GOOD,
        /** It answers, and says that it cannot serve (5xx, or a body that does not match). */
        NOT_READY,
        /** It answers something else than was expected (4xx): the question may be wrong rather than the replica. */
        WRONG,
        /** Nothing listens there. */
        REFUSED,
        /** Reset, no answer in time, or not HTTP. */
        LOST,
        /** It was not asked: this gateway has no file descriptor left. Says nothing of the replica. */
        NOT_ASKED;

        boolean answered() {
            return this == GOOD || this == NOT_READY || this == WRONG;
        }
    }
}
