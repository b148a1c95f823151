package io.holdfast.cli.drill.verdict;

/** The kinds of request that the clients send. */
public enum Kind {
    /** {@code GET /api/status}. */
    GET,
    /** {@code GET /api/slow}. */
    SLOW,
    /** {@code POST} with {@code Idempotency-Key}. */
    KEYED,
    /** {@code POST} without a key. */
    PLAIN,
    /** A download checked by SHA-256. */
    DOWNLOAD,
    /** An upload whose SHA-256 the API gives back. */
    UPLOAD;

    /** The prefix of its measures. */
    public String key() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
