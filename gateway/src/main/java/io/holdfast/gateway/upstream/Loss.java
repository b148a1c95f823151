package io.holdfast.gateway.upstream;

/**
 * How a call ended without a whole answer.
 *
 * @param kind what happened
 * @param sent whether a byte of the request may have reached the replica: false is certain
 * @param why in words, for logs and problem bodies; names no secret
 */
public record Loss(Kind kind, boolean sent, String why) {

    /** What happened to the connection. */
    public enum Kind {
        /** Nothing listens there. */
        REFUSED,
        /** No connection within the connect timeout, no route, or the name is unknown. */
        UNREACHABLE,
        /** The TLS handshake failed. */
        TLS,
        /** A pooled connection was found closed before a byte of the request was written. */
        STALE,
        /** Reset or closed after the request, or a part of it, was written. */
        LOST,
        /** The answer broke HTTP. */
        INVALID,
        /** No head of an answer within {@code timeouts.first-byte}. */
        FIRST_BYTE_TIMEOUT,
        /** No byte of a body within {@code timeouts.idle} though it was asked for. */
        IDLE_TIMEOUT
    }

    /** Whether the replica itself is in doubt: health is told at once. */
    public boolean alarming() {
        return kind == Kind.REFUSED || kind == Kind.UNREACHABLE || kind == Kind.LOST || kind == Kind.TLS;
    }
}
