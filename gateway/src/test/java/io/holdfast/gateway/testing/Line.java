package io.holdfast.gateway.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One connection as a replica's script has it: reads requests, writes any bytes, ends in any way. */
public final class Line {

    private final ScriptedReplica replica;
    private final Socket socket;
    private final InputStream in;
    private final int number;
    private @Nullable Received current;

    Line(ScriptedReplica replica, Socket socket, int number) throws IOException {
        this.replica = replica;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 65536);
        this.number = number;
    }

    /** Which connection this is, from 1. */
    public int number() {
        return number;
    }

    /** Reads a request, body and all. */
    public Received request() throws IOException {
        Received received = head();
        body();
        return received;
    }

    /** Reads the head of a request only. */
    public Received head() throws IOException {
        String requestLine = line();
        List<String> lines = lines();
        Received received = new Received(number, requestLine, lines);
        current = received;
        replica.received(received);
        return received;
    }

    /** Reads the rest of the body of the request whose head was read. */
    public Received body() throws IOException {
        Received received = present();
        if ("chunked".equalsIgnoreCase(received.header("transfer-encoding"))) {
            for (int size = chunk(); size > 0; size = chunk()) {
                bytes(size);
                line();
            }
            received.whole(lines());
        } else {
            String length = received.header("content-length");
            bytes((length == null ? 0 : Integer.parseInt(length)) - received.bytes().length);
            received.whole(List.of());
        }
        return received;
    }

    /** Reads so many bytes of a body that has a length. */
    public void bytes(int count) throws IOException {
        byte[] buffer = new byte[8192];
        for (int left = count; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException("the gateway closed inside a body");
            }
            present().add(buffer, n);
            left -= n;
        }
    }

    private Received present() {
        if (current == null) {
            throw new IllegalStateException("no head was read");
        }
        return current;
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the gateway closed inside a head");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** Writes text as it stands; lines end with {@code \r\n} where the caller says so. */
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Writes a whole answer of known length. */
    public void answer(int status, String body, String... headerLines) throws IOException {
        head(status, body.getBytes(StandardCharsets.UTF_8).length, headerLines);
        send(body);
    }

    /** Writes the head of an answer; a length below zero writes none. */
    public void head(int status, long length, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Scripted\r\n");
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        send(head.append("\r\n").toString());
    }

    /** Writes one chunk. */
    public void chunk(String text) throws IOException {
        send(Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n");
    }

    /** Ends with FIN. */
    public void close() throws IOException {
        socket.close();
    }

    /** Ends with RST, as the kernel does for a process that died with unread bytes. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Waits until the gateway closes; what it sends meanwhile is thrown away. */
    public void untilClosed() {
        try {
            while (in.read() >= 0) {
                in.skip(in.available());
            }
        } catch (IOException e) {
            // reset is closed too
        }
    }

    /** Whether another request has begun to come; waits for its first byte or for the end. */
    boolean another() throws IOException {
        if (socket.isClosed()) {
            return false;
        }
        in.mark(1);
        int first;
        try {
            first = in.read();
        } catch (IOException e) {
            return false;
        }
        if (first < 0) {
            return false;
        }
        in.reset();
        return true;
    }

    /** Whether the request that has begun to come begins so. */
    boolean begins(String text) throws IOException {
        in.mark(text.length());
        boolean so = true;
        for (int i = 0; so && i < text.length(); i++) {
            so = in.read() == text.charAt(i);
        }
        in.reset();
        return so;
    }

    /** Reads the head of a request that nobody is to hear of. */
    public void skipHead() throws IOException {
        line();
        lines();
    }

    void die() {
        try {
            reset();
        } catch (IOException e) {
            // dead already
        }
    }
}
