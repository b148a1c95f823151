package io.holdfast.gateway.stream;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The part of an answer's head that decides about its body; header values as they came, null when absent.
 *
 * @param status of the final answer
 */
public record AnswerHead(
        int status,
        @Nullable String contentType,
        @Nullable String contentLength,
        @Nullable String contentEncoding,
        @Nullable String contentRange,
        @Nullable String acceptRanges,
        @Nullable String etag,
        @Nullable String lastModified,
        @Nullable String date) {

    private static final String EVENT_STREAM = "text/event-stream";

    /** Reads what it needs by lower-case name; the function gives null for a header that is absent. */
    public static AnswerHead of(int status, HeaderLookup headers) {
        return new AnswerHead(
                status,
                headers.get("content-type"),
                headers.get("content-length"),
                headers.get("content-encoding"),
                headers.get("content-range"),
                headers.get("accept-ranges"),
                headers.get("etag"),
                headers.get("last-modified"),
                headers.get("date"));
    }

    /** Gives the first value of a header, or null. */
    @FunctionalInterface
    public interface HeaderLookup {
        @Nullable String get(String name);
    }

    /** The value of {@code Content-Length}, or -1 when it is absent or no number. */
    public long length() {
        return contentLength == null ? -1 : Digits.parse(contentLength.trim());
    }

    /** Whether the content is coded, so that its bytes are not those of the representation alone. */
    public boolean encoded() {
        return contentEncoding != null
                && !contentEncoding.isBlank()
                && !contentEncoding.trim().equalsIgnoreCase("identity");
    }

    /** Whether the media type is {@code text/event-stream}, with or without parameters. */
    public boolean isEventStream() {
        return EVENT_STREAM.equals(mediaType());
    }

    boolean isMultipartRanges() {
        return "multipart/byteranges".equals(mediaType());
    }

    private String mediaType() {
        if (contentType == null) {
            return "";
        }
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.trim().toLowerCase(Locale.ROOT);
    }
}
