package io.holdfast.gateway.testing;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A replica that does with each WebSocket handshake what its script says, and hands the agreed sockets to the test. */
public final class ScriptedSocketReplica implements Endpoint {

    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    /** What is done with one handshake. */
    @FunctionalInterface
    public interface Reply {

        /** The bytes of the answer, one char each, or null: none ever comes. */
        @Nullable String to(Request request);
    }

    /** A handshake as it came. */
    public record Request(String target, List<String> lines) {

        public @Nullable String header(String name) {
            return lines.stream()
                    .filter(l -> l.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(l -> l.substring(name.length() + 1).trim())
                    .findFirst()
                    .orElse(null);
        }
    }

    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<RawSocket> ends = new CopyOnWriteArrayList<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedDeque<Reply> replies = new ConcurrentLinkedDeque<>();
    private final BlockingQueue<RawSocket> agreed = new LinkedBlockingQueue<>();
    private volatile Reply always = agree();
    private volatile Consumer<RawSocket> prepare = socket -> {};
    private volatile @Nullable ServerSocket server;
    private volatile @Nullable Thread acceptor;
    private final int receiveBuffer;
    private int port;

    private ScriptedSocketReplica(int receiveBuffer) {
        this.receiveBuffer = receiveBuffer;
        listen();
    }

    /** Agrees to every handshake until told otherwise. */
    public static ScriptedSocketReplica start() {
        return new ScriptedSocketReplica(0);
    }

    /** With a small receive buffer, so that a socket that is not read fills soon. */
    public static ScriptedSocketReplica narrow() {
        return new ScriptedSocketReplica(1 << 17);
    }

    // ---- replies

    /** Agrees; more header lines as {@code Name: value}. */
    public static Reply agree(String... headers) {
        return request -> {
            StringBuilder head = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                    + "Connection: Upgrade\r\nSec-WebSocket-Accept: " + accept(request) + "\r\n");
            for (String line : headers) {
                head.append(line).append("\r\n");
            }
            return head.append("\r\n").toString();
        };
    }

    /** Agrees and sends these bytes in the same segment. */
    public static Reply agreeAnd(byte[] frames) {
        return request -> agree().to(request) + new String(frames, StandardCharsets.ISO_8859_1);
    }

    public static Reply protocol(String name) {
        return agree("Sec-WebSocket-Protocol: " + name);
    }

    public static Reply refuse(int status, String body) {
        return raw(
                "HTTP/1.1 " + status + " No\r\nX-Why: because\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    public static Reply raw(String answer) {
        return request -> answer;
    }

    /** Takes the request and never answers. */
    public static Reply hang() {
        return request -> null;
    }

    private static String accept(Request request) {
        try {
            byte[] key = (request.header("Sec-WebSocket-Key") + MAGIC).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(key));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** The next handshakes, one reply each. */
    public ScriptedSocketReplica next(Reply... more) {
        replies.addAll(List.of(more));
        return this;
    }

    /** Every handshake for which no other reply is left. */
    public ScriptedSocketReplica always(Reply reply) {
        always = reply;
        return this;
    }

    /** What is done to each socket before its first frame is read. */
    public ScriptedSocketReplica prepare(Consumer<RawSocket> action) {
        prepare = action;
        return this;
    }

    /** Echoes on every socket. */
    public ScriptedSocketReplica echo() {
        return prepare(RawSocket::echo);
    }

    // ---- connections

    /** Listens, on the port it had before if it had one. */
    public void listen() {
        try {
            ServerSocket next = new ServerSocket();
            next.setReuseAddress(true);
            if (receiveBuffer > 0) {
                next.setReceiveBufferSize(receiveBuffer);
            }
            next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            port = next.getLocalPort();
            server = next;
            acceptor = spawn(() -> acceptLoop(next));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptLoop(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                if (server != listening) {
                    die(socket);
                }
                spawn(() -> serve(socket));
            } catch (IOException e) {
                return; // no longer listening
            }
        }
    }

    private void serve(Socket socket) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 14));
            while (true) {
                Request request = request(in);
                requests.add(request);
                Reply reply = replies.pollFirst();
                String answer = (reply == null ? always : reply).to(request);
                if (answer == null) {
                    in.read(); // until the gateway gives up
                    break;
                }
                byte[] bytes = answer.getBytes(StandardCharsets.ISO_8859_1);
                if (!answer.startsWith("HTTP/1.1 101")) {
                    socket.getOutputStream().write(bytes);
                    continue;
                }
                RawSocket end = new RawSocket(socket, in, false);
                ends.add(end);
                prepare.accept(end);
                socket.getOutputStream().write(bytes);
                agreed.add(end.start());
                return;
            }
            socket.close();
        } catch (IOException e) {
            die(socket);
        }
    }

    private static Request request(DataInputStream in) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = RawSocketClient.line(in); !line.isEmpty(); line = RawSocketClient.line(in)) {
            lines.add(line);
        }
        return new Request(lines.get(0).split(" ")[1], lines.subList(1, lines.size()));
    }

    /** The next socket that was agreed on. */
    public RawSocket socket() {
        try {
            RawSocket next = agreed.poll(Patience.SECONDS, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no WebSocket came to " + this);
            }
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    /** Sockets agreed on that nobody has taken yet. */
    public int waiting() {
        return agreed.size();
    }

    public List<Request> requests() {
        return requests;
    }

    public void awaitRequests(int count) {
        Patience.until(count + " handshakes at " + this, () -> requests.size() >= count);
    }

    /** Stops listening; open sockets stay. */
    public void deafen() {
        ServerSocket listening = server;
        server = null;
        if (listening != null) {
            try {
                listening.close();
                Patience.join(acceptor); // until then the kernel goes on taking connections
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Stops listening and resets every connection, as {@code kill -9} does. */
    public void kill() {
        deafen();
        open.forEach(ScriptedSocketReplica::die);
    }

    private static void die(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // dead already
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        kill();
        ends.forEach(RawSocket::readOn);
    }

    @Override
    public String toString() {
        return "replica " + name();
    }

    private Thread spawn(Runnable work) {
        Thread thread = new Thread(work, "socket replica " + port);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
