package io.holdfast.gateway.drain;

/** Whether a replica may be drained. */
final class DrainRule {

    /** The word on a request to drain. */
    enum Verdict {
        /** It is done. */
        ALLOWED,
        /** No other replica could take requests: only by force, and then they are held. */
        LAST_USABLE
    }

    private DrainRule() {}

    /**
     * @param draining whether it is draining already
     * @param usable whether it could take requests now
     * @param othersUsable how many others could
     * @param force the operator insists
     */
    static Verdict drain(boolean draining, boolean usable, int othersUsable, boolean force) {
        if (force || draining || !usable || othersUsable > 0) {
            return Verdict.ALLOWED;
        }
        return Verdict.LAST_USABLE;
    }
}
