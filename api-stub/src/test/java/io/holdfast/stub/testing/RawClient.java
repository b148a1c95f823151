package io.holdfast.stub.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection on which a test writes and reads bytes, and sees how it ends. */
public final class RawClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 10_000;

    private final Socket socket = new Socket();

    /** The head of an answer; names of headers in lower case. */
    public record Head(int status, Map<String, String> headers) {
        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public long length() {
            return Long.parseLong(header("content-length"));
        }
    }

    /** How a connection ended after which bytes. */
    public record Ending(byte[] bytes, boolean reset) {
        public String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    public RawClient(int port) throws IOException {
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
    }

    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Sends a request without a body. */
    public RawClient request(String method, String target, String... headers) throws IOException {
        StringBuilder text = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return send(text + "\r\n");
    }

    /** Reads a head; an answer that never comes is a timeout. */
    public Head head() throws IOException {
        String[] lines = readUntil("\r\n\r\n").split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).trim());
        }
        return new Head(Integer.parseInt(lines[0].split(" ")[1]), headers);
    }

    /** Reads up to and with a mark. */
    public String readUntil(String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.length() < mark.length()
                || !text.substring(text.length() - mark.length()).equals(mark)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    public byte[] read(long length) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes((int) length);
        if (bytes.length < length) {
            throw new IOException("closed after " + bytes.length + " bytes");
        }
        return bytes;
    }

    public String text(long length) throws IOException {
        return new String(read(length), StandardCharsets.UTF_8);
    }

    /** Reads whatever comes until the server ends the connection. */
    public Ending ending() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] piece = new byte[8192];
        try {
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                bytes.write(piece, 0, n);
            }
            return new Ending(bytes.toByteArray(), false);
        } catch (SocketException e) {
            return new Ending(bytes.toByteArray(), true);
        }
    }

    /** Whether nothing at all comes within a time. */
    public boolean silentFor(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().read();
            return false;
        } catch (java.net.SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(TIMEOUT_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
