package io.holdfast.bench.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A proxy that runs. */
public final class Proxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Kind kind;
    private final Child child;
    private final URI plain;
    private final URI tls;
    private final Duration firstAnswer;

    private Proxy(Kind kind, Child child, URI plain, URI tls, Duration firstAnswer) {
        this.kind = kind;
        this.child = child;
        this.plain = plain;
        this.tls = tls;
        this.firstAnswer = firstAnswer;
    }

    /**
     * Starts it and waits for the first answer that came through it.
     *
     * @param overTls for those that have one port: whether that one is to be TLS
     * @param path what to ask for; null when no upstream is there yet: then it waits until connections are taken
     */
    public static Proxy start(Kind kind, Place place, Jvm jvm, boolean overTls, @Nullable String path)
            throws IOException, InterruptedException {
        int port = place.freePort();
        int other = place.freePort();
        String name = kind.title() + (overTls ? "-tls" : "") + "-" + port;
        Map<String, String> values = Map.of(
                "port", Integer.toString(port),
                "tlsport", Integer.toString(other),
                "management", Integer.toString(other),
                "tls", overTls ? springTls(place.dir()) : "");
        Path config = place.write(kind.file(), name + "-" + kind.file(), values);
        Path log = place.dir().resolve(name + ".log");
        long from = System.nanoTime();
        Child child = new Child(kind.title(), kind.command(place.dir(), config, jvm), place.dir(), log);
        int tlsPort = kind.bothPorts() ? other : port;
        URI tls = URI.create("https://127.0.0.1:" + tlsPort);
        URI plain = URI.create("http://127.0.0.1:" + port);
        try {
            if (path == null) {
                Knock.untilConnected(port, child, PATIENCE);
            } else {
                Knock.until(overTls ? tls.resolve(path) : plain.resolve(path), child, PATIENCE);
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            child.close();
            throw e;
        }
        return new Proxy(kind, child, plain, tls, Duration.ofNanos(System.nanoTime() - from));
    }

    private static String springTls(Path dir) {
        return """
                server.ssl.bundle: own
                server.http2.enabled: true
                spring.ssl.bundle.pem.own.keystore: {certificate: "file:%s/cert.pem", private-key: "file:%s/key.pem"}
                """.formatted(dir, dir);
    }

    public Kind kind() {
        return kind;
    }

    public Child child() {
        return child;
    }

    public URI plain() {
        return plain;
    }

    public URI tls() {
        return tls;
    }

    /** From the start of the process to the first answer that was a success. */
    public Duration firstAnswer() {
        return firstAnswer;
    }

    @Override
    public void close() {
        child.close();
    }
}
