package io.holdfast.cli.drill.wire;

import java.io.IOException;

/** What went wrong on a connection, as exactly as the socket tells it. */
public final class WireFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** Where in the exchange the connection failed, and how. */
    public enum Kind {
        /** Nobody listened, or the connection did not come up in time. */
        REFUSED,
        /** Reset before the first byte of an answer. */
        RESET,
        /** Ended (FIN) before the first byte of an answer. */
        CLOSED,
        /** The answer had begun and ended before it was whole. */
        CUT,
        /** Nothing came before the deadline. */
        TIMEOUT,
        /** What came is not the protocol: bad framing, bytes nobody asked for. */
        MALFORMED
    }

    private final Kind kind;

    /**
     * @param kind how it failed
     * @param detail what was seen, for the reader of the table
     */
    public WireFailure(Kind kind, String detail) {
        super(detail);
        this.kind = kind;
    }

    /** How it failed. */
    public Kind kind() {
        return kind;
    }

    static WireFailure malformed(String detail) {
        return new WireFailure(Kind.MALFORMED, detail);
    }
}
