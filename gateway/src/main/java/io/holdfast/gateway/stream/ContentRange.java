package io.holdfast.gateway.stream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code Content-Range: bytes first-last/complete} of a 206 (RFC 9110 section 14.4).
 *
 * @param first offset of the first byte
 * @param last offset of the last byte, inclusive
 * @param complete length of the whole representation, or -1 for {@code *}
 */
record ContentRange(long first, long last, long complete) {

    private static final String UNIT = "bytes";

    /** The range, or null when the header is absent, of another unit, unsatisfied or contradicts itself. */
    static @Nullable ContentRange parse(@Nullable String header) {
        if (header == null) {
            return null;
        }
        String value = header.trim();
        int slash = value.indexOf('/');
        int dash = value.indexOf('-');
        if (!value.toLowerCase(Locale.ROOT).startsWith(UNIT) || dash < 0 || slash < dash) {
            return null;
        }
        long first = Digits.parse(value.substring(UNIT.length(), dash).trim());
        long last = Digits.parse(value.substring(dash + 1, slash).trim());
        String total = value.substring(slash + 1).trim();
        long complete = total.equals("*") ? -1 : Digits.parse(total);
        boolean sound = first >= 0 && last >= first && (total.equals("*") || complete > last);
        return sound ? new ContentRange(first, last, complete) : null;
    }

    long length() {
        return last - first + 1;
    }
}
