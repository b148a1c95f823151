package io.holdfast.gateway.service;

/** What is shown of a replica: the first that fits, in the order of this list. */
public enum ReplicaState {
    /** An operator's word: no new work; running work finishes or moves. */
    DRAINING,
    /** Probes or traffic say that it does not serve. */
    DOWN,
    /** Its breaker is open: it answers, but badly. Half-open lets trial requests through. */
    EJECTED,
    /** Not yet up since it was first seen or last restarted. */
    STARTING,
    /** Serves. */
    UP
}
