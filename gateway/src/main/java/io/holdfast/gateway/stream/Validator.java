package io.holdfast.gateway.stream;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What tells one version of a representation from another, byte by byte (RFC 9110 section 8.8).
 *
 * @param value for {@code If-Range}, as the replica gave it
 * @param etag the answer's {@code ETag}, strong or weak, or null
 * @param lastModified the answer's {@code Last-Modified}, or null
 */
record Validator(
        String value, @Nullable String etag, @Nullable String lastModified) {

    /** RFC 9110 section 8.8.2.2: a date younger than this may not have seen the last change of its second. */
    private static final long OLD_ENOUGH_SECONDS = 60;

    /** The strong validator of an answer, or null when it has none. */
    static @Nullable Validator of(AnswerHead head) {
        String etag = trimmed(head.etag());
        String modified = trimmed(head.lastModified());
        if (etag != null && isStrong(etag)) {
            return new Validator(etag, etag, modified);
        }
        if (modified == null) {
            return null;
        }
        OptionalLong changed = HttpDate.parse(modified);
        OptionalLong answered = HttpDate.parse(head.date());
        boolean strong = changed.isPresent()
                && answered.isPresent()
                && answered.getAsLong() - changed.getAsLong() >= OLD_ENOUGH_SECONDS;
        return strong ? new Validator(modified, etag, modified) : null;
    }

    /** Whether another answer is of the same version: it repeats what {@code If-Range} asked for and contradicts nothing. */
    boolean matches(AnswerHead other) {
        String otherEtag = trimmed(other.etag());
        String otherModified = trimmed(other.lastModified());
        if (value.equals(etag)) {
            return value.equals(otherEtag);
        }
        return value.equals(otherModified) && (otherEtag == null || otherEtag.equals(etag));
    }

    private static boolean isStrong(String etag) {
        return etag.length() >= 2 && etag.startsWith("\"") && etag.indexOf('"', 1) == etag.length() - 1;
    }

    private static @Nullable String trimmed(@Nullable String header) {
        return header == null || header.isBlank() ? null : header.trim();
    }
}
