package io.holdfast.gateway.exchange;

/** Whether a request may be sent again after it may have reached a replica (RFC 9110 section 9.2, rule 2). */
public enum Repeatable {
    /** GET, HEAD, OPTIONS: nothing happens by asking. */
    SAFE,
    /** PUT, DELETE: asking twice does no more than asking once; but the first may still be acting. */
    IDEMPOTENT,
    /** Any method with an {@code Idempotency-Key}, which the API honours across replicas. */
    KEYED,
    /** POST, PATCH and whatever is not known. */
    NO;

    /** Of a method, in capitals as HTTP has them, and whether a key that counts came with it. */
    public static Repeatable of(String method, boolean keyed) {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS" -> SAFE;
            default -> keyed ? KEYED : idempotent(method) ? IDEMPOTENT : NO;
        };
    }

    private static boolean idempotent(String method) {
        return method.equals("PUT") || method.equals("DELETE");
    }

    /** May be sent again after a loss. */
    public boolean afterLoss() {
        return this != NO;
    }

    /** May leave a silent replica that might still act on it (rule 7). */
    public boolean afterSilence() {
        return this == SAFE || this == KEYED;
    }
}
