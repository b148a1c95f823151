package io.holdfast.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request as a replica saw it, byte for byte; filled while it comes in. */
public final class Received {

    /** Which connection of the replica brought it, from 1. */
    public final int connection;

    public final String method;
    public final String target;
    private final List<String> headerLines;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean whole;
    private volatile List<String> trailerLines = List.of();

    Received(int connection, String requestLine, List<String> headerLines) {
        String[] parts = requestLine.split(" ");
        this.connection = connection;
        this.method = parts[0];
        this.target = parts[1];
        this.headerLines = headerLines;
    }

    synchronized void add(byte[] bytes, int length) {
        body.write(bytes, 0, length);
    }

    void whole(List<String> trailers) {
        trailerLines = trailers;
        whole = true;
    }

    /** Whether the last byte of it came. */
    public boolean whole() {
        return whole;
    }

    public synchronized byte[] bytes() {
        return body.toByteArray();
    }

    public String body() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The header lines as they came. */
    public List<String> headerLines() {
        return headerLines;
    }

    /** The trailer lines as they came. */
    public List<String> trailerLines() {
        return trailerLines;
    }

    /** All values of a header, in order. */
    public List<String> headers(String name) {
        List<String> values = new ArrayList<>();
        for (String line : headerLines) {
            int colon = line.indexOf(':');
            if (line.substring(0, colon).equalsIgnoreCase(name)) {
                values.add(line.substring(colon + 1).trim());
            }
        }
        return values;
    }

    public @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public String toString() {
        return method + " " + target + " (" + bytes().length + " bytes" + (whole ? ")" : ", not whole)");
    }
}
