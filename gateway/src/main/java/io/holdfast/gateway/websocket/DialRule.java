package io.holdfast.gateway.websocket;

/** What follows when a replica answers a handshake with something else than 101. */
final class DialRule {

    /** What follows. */
    enum Next {
        /** Its answer is the client's. */
        PASS,
        /** Another replica is asked. */
        NEXT,
        /** All were asked: it is tried again later. */
        HOLD
    }

    private DialRule() {}

    /** Whether the answer counts as a failure of the replica. */
    static boolean failing(int status) {
        return status == 502 || status == 503;
    }

    /**
     * Decides.
     *
     * @param first the client has no socket yet, and so can be told
     * @param other a replica that was not asked is there
     */
    static Next refused(boolean first, int status, boolean other) {
        if (first && !failing(status) && status != 504) {
            return Next.PASS;
        }
        if (other) {
            return Next.NEXT;
        }
        return first ? Next.PASS : Next.HOLD;
    }
}
