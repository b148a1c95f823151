package io.holdfast.cli.drill.wire;

import io.holdfast.cli.drill.load.Entry;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** A server of raw bytes: each connection is played by the next script, and the last one plays all that follow. */
public final class ScriptedServer implements AutoCloseable {
    /** The machine's clock, for clients under test. */
    public static final Ticker TICKER = new Ticker() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(nanos - nanos());
        }
    };

    /** What one connection does. */
    public interface Script {
        void play(Peer peer) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();
    private final List<Script> scripts;

    public ScriptedServer(Script... scripts) throws IOException {
        this.scripts = List.of(scripts);
        Thread thread = new Thread(this::accept, "scripted-server");
        thread.setDaemon(true);
        thread.start();
    }

    public Entry entry() {
        return new Entry("127.0.0.1", server.getLocalPort());
    }

    private void accept() {
        for (int i = 0; !server.isClosed(); i++) {
            Script script = scripts.get(Math.min(i, scripts.size() - 1));
            try {
                Socket socket = server.accept();
                open.add(socket);
                Thread thread = new Thread(() -> play(script, socket), "scripted-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void play(Script script, Socket socket) {
        try {
            script.play(new Peer(socket));
        } catch (IOException e) {
            // The client left first; its own assertions say whether that was right.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** The server's end of a connection. */
    public static final class Peer {
        private final Socket socket;
        private final InputStream in;

        Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** Reads to the end of a head and gives it. */
        public String head() throws IOException {
            StringBuilder head = new StringBuilder();
            while (!head.toString().endsWith("\r\n\r\n")) {
                int next = in.read();
                if (next < 0) {
                    throw new IOException("client left");
                }
                head.append((char) next);
            }
            return head.toString();
        }

        public Peer send(String text) throws IOException {
            return send(text.getBytes(StandardCharsets.UTF_8));
        }

        public Peer send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            return this;
        }

        public int read() throws IOException {
            return in.read();
        }

        public byte[] read(int count) throws IOException {
            return in.readNBytes(count);
        }

        /** FIN. */
        public void end() throws IOException {
            socket.close();
        }

        /** RST. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Neither sends nor ends until the client leaves. */
        public void hang() throws IOException {
            while (in.read() >= 0) {
                // Whatever the client says.
            }
        }
    }
}
