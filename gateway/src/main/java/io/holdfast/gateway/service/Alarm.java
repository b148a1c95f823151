package io.holdfast.gateway.service;

/**
 * What traffic tells health about a replica, on any thread, returning at once. Health decides what follows: a refusal
 * is DOWN at once, a loss or silence asks for a probe at once.
 */
public interface Alarm {

    /** Nothing listens there: a connection was refused. */
    void refused(Replica replica, String why);

    /** A connection to it was reset, timed out while connecting, or closed under a request. */
    void lost(Replica replica, String why);

    /**
     * No byte came from it while requests wait (rule 7): probe now, unless it answered a probe for this a short
     * while ago; one failed probe makes it DOWN, unless it is the last usable one.
     */
    void silent(Replica replica, long silentForNanos);

    /** Hears nothing, for tests. */
    static Alarm none() {
        return new Alarm() {
            @Override
            public void refused(Replica replica, String why) {}

            @Override
            public void lost(Replica replica, String why) {}

            @Override
            public void silent(Replica replica, long silentForNanos) {}
        };
    }
}
