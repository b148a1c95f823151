package io.holdfast.gateway.route;

/** What a stopping gateway does with connections that are still open. */
final class StopRule {

    /** What is to be done now. */
    enum Step {
        /** Answers go on; a request that is on its way on an idle connection is still served. */
        WAIT,
        /** Idle connections are closed, work under way goes on. */
        CLOSE_IDLE,
        /** Requests that are held get an answer while there is still time for one. */
        TURN_AWAY,
        /** The grace is over. */
        CUT
    }

    /** For so long a client may still use an idle connection, and is told that it is the last time. */
    static final long LINGER_NANOS = 500_000_000L;

    private StopRule() {}

    /**
     * @param sinceNanos how long ago the stop began
     * @param graceNanos how long it may take
     */
    static Step next(long sinceNanos, long graceNanos) {
        long answer = Math.min(LINGER_NANOS, graceNanos / 4);
        if (sinceNanos >= graceNanos) {
            return Step.CUT;
        }
        if (sinceNanos >= graceNanos - answer) {
            return Step.TURN_AWAY;
        }
        return sinceNanos >= answer ? Step.CLOSE_IDLE : Step.WAIT;
    }
}
