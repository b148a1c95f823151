package io.holdfast.gateway.testing;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One answer as it came over the wire.
 *
 * @param line the status line
 * @param headerLines as they came, in order
 * @param bytes of the body, without framing
 * @param trailerLines behind the last chunk
 * @param end how the body ended
 */
public record RawAnswer(String line, List<String> headerLines, byte[] bytes, List<String> trailerLines, End end) {

    /** How a body ended. */
    public enum End {
        /** Nothing follows such a head. */
        NO_BODY,
        /** The last byte of its length came. */
        LENGTH,
        /** The last chunk came. */
        LAST_CHUNK,
        /** It has neither length nor chunks, and the connection was closed. */
        CLOSE,
        /** The connection ended before the body did. */
        CUT
    }

    public int status() {
        return Integer.parseInt(line.split(" ")[1]);
    }

    public String reason() {
        String[] parts = line.split(" ", 3);
        return parts.length < 3 ? "" : parts[2];
    }

    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Whether it ended as HTTP says that a whole answer ends. */
    public boolean whole() {
        return end != End.CUT;
    }

    /** All values of a header, in order. */
    public List<String> headers(String name) {
        return headerLines.stream()
                .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(l -> l.substring(name.length() + 1).trim())
                .toList();
    }

    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** The header lines without those that differ from one connection or moment to the next, in a fixed order. */
    public List<String> comparable() {
        return Stream.concat(Stream.of(line), headerLines.stream().map(RawAnswer::lowerName))
                .sorted()
                .toList();
    }

    private static String lowerName(String headerLine) {
        int colon = headerLine.indexOf(':');
        return headerLine.substring(0, colon).toLowerCase(java.util.Locale.ROOT) + headerLine.substring(colon);
    }

    @Override
    public String toString() {
        return line + " " + headerLines + " " + bytes.length + " bytes, " + end;
    }
}
