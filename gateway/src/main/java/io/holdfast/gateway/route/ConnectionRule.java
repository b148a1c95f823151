package io.holdfast.gateway.route;

/** What becomes of a new client connection when there are many. */
final class ConnectionRule {

    /** A few more are let in to be told, so that a client learns why. */
    private static final int LEAST_EXTRA = 16;

    /** What is done with it. */
    enum Verdict {
        SERVE,
        /** Its first request is answered 503. */
        TELL,
        CLOSE
    }

    private ConnectionRule() {}

    /**
     * @param open connections, this one included
     * @param most that are served; 0: any number
     */
    static Verdict verdict(int open, int most) {
        if (most == 0 || open <= most) {
            return Verdict.SERVE;
        }
        return open - most <= Math.max(LEAST_EXTRA, most / 10) ? Verdict.TELL : Verdict.CLOSE;
    }
}
