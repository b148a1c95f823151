package io.holdfast.gateway.websocket;

import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Replica;
import org.jspecify.annotations.Nullable;

/**
 * What one search for a replica's socket is told.
 *
 * @param room where it waits
 * @param maxWaitNanos over all
 * @param attemptNanos for one handshake; 0: only {@code timeouts.first-byte} bounds it
 * @param from the replica that is lost or being left, asked only after the others; null in the first search
 * @param protocol that another replica chose before
 */
record DialTerms(
        HoldRoom room,
        long maxWaitNanos,
        long attemptNanos,
        @Nullable Replica from,
        @Nullable String protocol) {

    /** For a client that has no socket yet: it is told of an honest refusal. */
    static DialTerms first(HoldRoom room, long maxWaitNanos) {
        return new DialTerms(room, maxWaitNanos, 0, null, null);
    }

    /** For a client that has one: every replica is asked, and all have to choose the same sub-protocol. */
    static DialTerms again(
            HoldRoom room, long maxWaitNanos, long attemptNanos, Replica from, @Nullable String protocol) {
        return new DialTerms(room, maxWaitNanos, attemptNanos, from, protocol);
    }

    boolean first() {
        return from == null;
    }
}
