package io.holdfast.gateway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/**
 * A replica on a raw socket that does exactly what its scripts say, one script for each request, and remembers what it
 * received. Without a script left it does what {@link #always} says; without that, a request fails the test.
 */
public final class ScriptedReplica implements Endpoint {

    private final Deque<Script> scripts = new ArrayDeque<>();
    private final Deque<Script> onAccept = new ArrayDeque<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final Set<Line> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Throwable> faults = new CopyOnWriteArrayList<>();
    private final @Nullable SSLContext tls;
    private final boolean asksForCertificate;
    private @Nullable Script always;
    private volatile Script probe = line -> {
        line.skipHead();
        line.answer(200, "");
    };
    private volatile @Nullable ServerSocket server;
    private volatile @Nullable Thread acceptor;
    private int port;

    private ScriptedReplica(@Nullable SSLContext tls, boolean asksForCertificate) {
        this.tls = tls;
        this.asksForCertificate = asksForCertificate;
    }

    /** Listening on a free port. */
    public static ScriptedReplica start() {
        return start(null, false);
    }

    /** By TLS: only clients whose certificate the context trusts, if it asks for one. */
    public static ScriptedReplica start(@Nullable SSLContext tls, boolean asksForCertificate) {
        ScriptedReplica replica = new ScriptedReplica(tls, asksForCertificate);
        replica.listen();
        return replica;
    }

    @Override
    public String scheme() {
        return tls == null ? "http" : "https";
    }

    /** The next requests, one script each. */
    public synchronized ScriptedReplica next(Script... more) {
        scripts.addAll(List.of(more));
        return this;
    }

    /** Every request for which no other script is left. */
    public synchronized ScriptedReplica always(Script script) {
        always = script;
        return this;
    }

    /** The next connection, before its first request. */
    public synchronized ScriptedReplica onAccept(Script script) {
        onAccept.add(script);
        return this;
    }

    /** What a probe of health gets ({@code GET /probe}), in place of 200; not counted as received. */
    public ScriptedReplica probe(Script script) {
        probe = script;
        return this;
    }

    /** Listens, on the port it had before if it had one. */
    public void listen() {
        try {
            ServerSocket next = tls == null
                    ? new ServerSocket()
                    : tls.getServerSocketFactory().createServerSocket();
            if (next instanceof SSLServerSocket secured) {
                secured.setNeedClientAuth(asksForCertificate);
            }
            next.setReuseAddress(true);
            next.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
            port = next.getLocalPort();
            server = next;
            acceptor = spawn("accept", () -> acceptLoop(next));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void acceptLoop(ServerSocket listening) {
        while (true) {
            try {
                Socket socket = listening.accept();
                socket.setTcpNoDelay(true);
                Line line = new Line(this, socket, accepted.incrementAndGet());
                open.add(line);
                if (server != listening) {
                    line.die(); // killed meanwhile
                }
                spawn("line " + line.number(), () -> serve(line));
            } catch (IOException e) {
                return; // no longer listening
            }
        }
    }

    private void serve(Line line) {
        try {
            Script first = nextOnAccept();
            if (first != null) {
                first.play(line);
            }
            while (line.another()) {
                (line.begins("GET /probe ") ? probe : nextScript()).play(line);
            }
            line.close();
        } catch (IOException e) {
            line.die(); // the gateway went away inside a script: the test looks at what it left
        } catch (RuntimeException | Error e) {
            faults.add(e);
            line.die();
        } finally {
            open.remove(line);
        }
    }

    private synchronized @Nullable Script nextOnAccept() {
        return onAccept.pollFirst();
    }

    private synchronized Script nextScript() {
        Script next = scripts.pollFirst();
        if (next == null) {
            next = always;
        }
        if (next == null) {
            return line -> {
                throw new AssertionError("no script for " + line.head());
            };
        }
        return next;
    }

    void received(Received one) {
        received.add(one);
    }

    /** Whether a script of {@link #next} was not played yet. */
    public synchronized boolean waits() {
        return !scripts.isEmpty();
    }

    /** What came, in the order of the heads. */
    public List<Received> received() {
        return received;
    }

    public Received received(int index) {
        return received.get(index);
    }

    /** Waits until so many heads came. */
    public ScriptedReplica awaitReceived(int count) {
        Patience.until(count + " requests at " + this, () -> received.size() >= count);
        return this;
    }

    /** Connections taken so far. */
    public int accepted() {
        return accepted.get();
    }

    public void awaitAccepted(int count) {
        Patience.until(count + " connections at " + this, () -> accepted() >= count);
    }

    @Override
    public int open() {
        return open.size();
    }

    public void awaitOpen(int count) {
        Patience.until(count + " open connections at " + this, () -> open() == count);
    }

    /** Stops listening; open connections stay. */
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
        open.forEach(Line::die);
        awaitOpen(0);
    }

    @Override
    public int port() {
        return port;
    }

    /** Kills it, and fails when a script did. */
    @Override
    public void close() {
        deafen();
        open.forEach(Line::die);
        for (Throwable fault : faults) {
            throw new AssertionError("a script failed at " + this, fault);
        }
    }

    @Override
    public String toString() {
        return "replica " + name();
    }

    private Thread spawn(String what, Runnable work) {
        Thread thread = new Thread(work, "replica " + port + " " + what);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
