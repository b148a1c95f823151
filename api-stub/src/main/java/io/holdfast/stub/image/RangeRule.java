package io.holdfast.stub.image;

import org.jspecify.annotations.Nullable;

/** Decides which part of a resource an answer has (RFC 9110, 13.1.5 and 14.2). */
final class RangeRule {
    private RangeRule() {}

    /** What is sent. */
    sealed interface Part {}

    /** All of it, with 200. */
    record Whole() implements Part {}

    /**
     * Some of it, with 206.
     *
     * @param from position of the first byte
     * @param to position of the last byte
     */
    record Slice(long from, long to) implements Part {}

    /** Nothing, with 416. */
    record Unsatisfiable() implements Part {}

    /**
     * @param range the header, or null
     * @param ifRange the header, or null
     * @param etag as sent, or null
     * @param lastModified as sent, or null
     * @param lastModifiedStrong whether it is old enough to be compared (RFC 9110 8.8.2.2)
     * @param size of the whole in bytes
     */
    static Part decide(
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String etag,
            @Nullable String lastModified,
            boolean lastModifiedStrong,
            long size) {
        if (range == null || ifRange != null && !same(ifRange.trim(), etag, lastModified, lastModifiedStrong)) {
            return new Whole();
        }
        return parse(range.trim(), size);
    }

    private static boolean same(String ifRange, @Nullable String etag, @Nullable String lastModified, boolean strong) {
        if (ifRange.startsWith("\"") || ifRange.startsWith("W/")) {
            return ifRange.equals(etag) && !ifRange.startsWith("W/");
        }
        return strong && ifRange.equals(lastModified);
    }

    /** A range that is not understood, or several, is as none: RFC 9110 14.2 allows to ignore it. */
    private static Part parse(String range, long size) {
        if (!range.regionMatches(true, 0, "bytes=", 0, 6) || range.indexOf(',') >= 0) {
            return new Whole();
        }
        String spec = range.substring(6).trim();
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return new Whole();
        }
        long first = position(spec.substring(0, dash));
        long last = position(spec.substring(dash + 1));
        if (dash == 0) {
            return last < 0 ? new Whole() : suffix(last, size);
        }
        boolean open = dash == spec.length() - 1;
        if (first < 0 || !open && last < first) {
            return new Whole();
        }
        return first >= size ? new Unsatisfiable() : new Slice(first, open ? size - 1 : Math.min(last, size - 1));
    }

    private static Part suffix(long length, long size) {
        return length == 0 || size == 0 ? new Unsatisfiable() : new Slice(Math.max(0, size - length), size - 1);
    }

    /** A position, or -1 when it is not one; one too large to count is the largest. */
    private static long position(String digits) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
