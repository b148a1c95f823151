package io.holdfast.cli.drill.verdict;

/** How a request ended for its client. */
public enum Fate {
    /** A whole answer with the expected status and content. */
    OK,
    /** An answer whose problem body says {@code "sent": "unknown"}: the honest word on a request that cannot be repeated. */
    UNKNOWN,
    /** An answer whose problem body says {@code "sent": false}: the request reached no replica. */
    NOT_SENT,
    /** Another status than expected. */
    STATUS,
    /** No connection. */
    REFUSED,
    /** Reset before an answer. */
    RESET,
    /** Connection ended before an answer. */
    CLOSED,
    /** The answer ended before it was whole. */
    CUT,
    /** Nothing in time. */
    TIMEOUT,
    /** Broken framing, or bytes nobody asked for. */
    MALFORMED,
    /** A whole answer with content that is not the one asked for: spliced, another's, or altered. */
    WRONG
}
