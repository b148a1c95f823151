package io.holdfast.gateway.testing;

import io.holdfast.gateway.testing.RawAnswer.End;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/** One connection of a client that writes any bytes and reads answers as they stand. */
public final class RawClient implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;

    private RawClient(Socket socket, int port, int receiveBuffer) throws IOException {
        this.socket = socket;
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) Patience.SECONDS * 1000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Connected to this port of the loopback address. */
    public static RawClient to(int port) throws IOException {
        return new RawClient(new Socket(), port, 0);
    }

    /** The same, by TLS and HTTP/1.1. */
    public static RawClient to(int port, SSLContext tls) throws IOException {
        return new RawClient(tls.getSocketFactory().createSocket(), port, 0);
    }

    /** One whose kernel takes few bytes that the test has not read. */
    public static RawClient slowTo(int port) throws IOException {
        return new RawClient(new Socket(), port, 8192);
    }

    /** Writes text as it stands. */
    public RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    /** Writes a request; a body gets its Content-Length. */
    public RawClient request(String method, String target, String body, String... headerLines) throws IOException {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: entry.example\r\n");
        if (!body.isEmpty()) {
            head.append("Content-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        for (String line : headerLines) {
            head.append(line).append("\r\n");
        }
        send(head + "\r\n");
        return body.isEmpty() ? this : send(body.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a GET. */
    public RawAnswer get(String target, String... headerLines) throws IOException {
        return request("GET", target, "", headerLines).answer();
    }

    /** The next answer, to a request that was no HEAD. */
    public RawAnswer answer() throws IOException {
        return body(head());
    }

    /** The next head, with an empty body that has not ended yet. */
    public RawAnswer head() throws IOException {
        return new RawAnswer(line(), lines(), new byte[0], List.of(), End.NO_BODY);
    }

    /** Reads the body that belongs to a head. */
    public RawAnswer body(RawAnswer head) throws IOException {
        int status = head.status();
        if (status < 200 || status == 204 || status == 304) {
            return head;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        List<String> trailers = List.of();
        End end;
        try {
            String length = head.header("content-length");
            if ("chunked".equalsIgnoreCase(head.header("transfer-encoding"))) {
                for (int size = chunk(); size > 0; size = chunk()) {
                    read(bytes, size);
                    line();
                }
                trailers = lines();
                end = End.LAST_CHUNK;
            } else if (length != null) {
                read(bytes, Integer.parseInt(length));
                end = End.LENGTH;
            } else {
                in.transferTo(bytes);
                end = End.CLOSE;
            }
        } catch (EOFException | SocketException e) {
            end = End.CUT;
        }
        return new RawAnswer(head.line(), head.headerLines(), bytes.toByteArray(), trailers, end);
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().trim(), 16);
    }

    private void read(ByteArrayOutputStream to, int count) throws IOException {
        byte[] buffer = new byte[8192];
        for (int left = count; left > 0; ) {
            int n = in.read(buffer, 0, Math.min(left, buffer.length));
            if (n < 0) {
                throw new EOFException();
            }
            to.write(buffer, 0, n);
            left -= n;
        }
    }

    private List<String> lines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            lines.add(line);
        }
        return lines;
    }

    /** The next line, without its end. */
    public String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("closed inside a head: " + line);
            }
            if (c != '\r') {
                line.write(c);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next bytes, as they come. */
    public byte[] read(int count) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        read(bytes, count);
        return bytes.toByteArray();
    }

    /** Whether the other side has closed or closes now; fails when bytes come instead. */
    public boolean closed() throws IOException {
        try {
            int next = in.read();
            if (next >= 0) {
                throw new AssertionError("a byte came: " + next);
            }
            return true;
        } catch (SocketException e) {
            return true; // reset is closed too
        }
    }

    /** Ends this client's side only. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Leaves without a word. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
