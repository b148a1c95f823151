package io.holdfast.gateway.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client's handshake on a raw socket: its header lines are the test's, and so is what follows. */
public final class RawSocketClient implements AutoCloseable {

    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Socket socket;
    private final DataInputStream in;
    private final List<String> lines = new ArrayList<>();

    private RawSocketClient(Socket socket, int port, int receiveBuffer) throws IOException {
        this.socket = socket;
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
    }

    /** Asks for a WebSocket; more header lines as {@code Name: value}. The answer may be long in coming. */
    public static RawSocketClient ask(int port, String... headers) {
        return ask(port, "/ws", 0, headers);
    }

    /** By TLS. */
    public static RawSocketClient ask(int port, SSLContext tls, String target) {
        try {
            return send(new RawSocketClient(tls.getSocketFactory().createSocket(), port, 0), request(target));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** @param receiveBuffer of the connection; 0: the machine's default */
    public static RawSocketClient ask(int port, String target, int receiveBuffer, String... headers) {
        return raw(port, receiveBuffer, request(target, headers));
    }

    private static String request(String target, String... headers) {
        StringBuilder request = new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: api.example\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: " + KEY
                + "\r\nSec-WebSocket-Version: 13\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    /** Sends this request, whatever it is. */
    public static RawSocketClient raw(int port, int receiveBuffer, String request) {
        try {
            return send(new RawSocketClient(new Socket(), port, receiveBuffer), request);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static RawSocketClient send(RawSocketClient client, String request) throws IOException {
        client.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    /** A socket that is agreed on. */
    public static RawSocket open(int port, String... headers) {
        return ask(port, headers).agreed();
    }

    /** The status of the answer. */
    public int status() {
        head();
        return Integer.parseInt(lines.get(0).split(" ")[1]);
    }

    public @Nullable String header(String name) {
        head();
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (line.substring(0, colon).equalsIgnoreCase(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return null;
    }

    /** Every value of a header. */
    public List<String> headers(String name) {
        head();
        return lines.subList(1, lines.size()).stream()
                .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(l -> l.substring(name.length() + 1).trim())
                .toList();
    }

    private void head() {
        if (!lines.isEmpty()) {
            return;
        }
        try {
            socket.setSoTimeout((int) (Patience.SECONDS * 1000));
            for (String line = line(in); !line.isEmpty(); line = line(in)) {
                lines.add(line);
            }
            socket.setSoTimeout(0);
        } catch (IOException e) {
            throw new AssertionError("no answer to the handshake: " + lines, e);
        }
    }

    /** A line of a head, without its end. */
    static String line(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** The body of a refusal. */
    public String body() {
        try {
            byte[] body = new byte[Integer.parseInt(String.valueOf(header("Content-Length")))];
            in.readFully(body);
            return new String(body, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The socket behind a 101. */
    public RawSocket agreed() {
        if (status() != 101 || !ACCEPT.equals(header("Sec-WebSocket-Accept"))) {
            throw new AssertionError("not agreed: " + lines);
        }
        try {
            return new RawSocket(socket, in, true).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }
}
