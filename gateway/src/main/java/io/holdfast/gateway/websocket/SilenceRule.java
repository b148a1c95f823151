package io.holdfast.gateway.websocket;

/**
 * When a replica that gets a client's messages may be standing still. What is handed to the socket of a process that is
 * stopped is taken by its machine and cannot be taken back; so as soon as there is good reason for doubt, messages wait.
 * Times in nanoseconds.
 */
final class SilenceRule {

    /** A probe of a replica that is well is answered in less. */
    static final long PROBE_NANOS = 50_000_000L;

    private SilenceRule() {}

    /**
     * Until health is asked about it; 0: now.
     *
     * @param waiting since a message was sent to which nothing came
     * @param silence since anything came from the replica, to whomever
     */
    static long askIn(long waiting, long silence, long suspectAfter) {
        return Math.max(0, suspectAfter - Math.min(waiting, silence));
    }

    /**
     * Whether messages wait.
     *
     * @param silence since anything came from the replica, to whomever
     * @param probe since it was sent a probe that it has not answered; 0: none
     */
    static boolean withholds(long silence, long probe, long suspectAfter) {
        return suspectAfter > 0 && silence >= suspectAfter && probe >= PROBE_NANOS;
    }
}
