package io.holdfast.bench.proxy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** What stands behind every proxy: an nginx with files, and three stubs for WebSockets and event streams. */
public final class Upstreams implements AutoCloseable {

    private static final int SMALL = 742;
    private static final int MEDIUM = 64 * 1024;
    private static final int LARGE = 10 * 1024 * 1024;
    private static final int STUBS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Deque<Child> children = new ArrayDeque<>();

    private Upstreams() {}

    /**
     * Writes files and certificate, starts all, waits until all answer.
     *
     * @param more ports on which the files are served as well
     */
    public static Upstreams start(Place place, Path java, Path stubJar, List<Integer> more)
            throws IOException, InterruptedException {
        files(place.dir());
        certificate(place.dir());
        Upstreams upstreams = new Upstreams();
        try {
            upstreams.startAll(place, java, stubJar, more);
            return upstreams;
        } catch (IOException | InterruptedException | RuntimeException e) {
            upstreams.close();
            throw e;
        }
    }

    private void startAll(Place place, Path java, Path stubJar, List<Integer> more)
            throws IOException, InterruptedException {
        String listens = more.stream()
                .map(port -> "listen 127.0.0.1:" + port + " backlog=1024;")
                .collect(Collectors.joining("\n    "));
        Path config = place.write("upstream.conf", "upstream.conf", Map.of("more", listens));
        Child nginx = new Child(
                "upstream nginx",
                List.of("nginx", "-p", place.dir().toString(), "-c", config.toString()),
                place.dir(),
                place.dir().resolve("upstream.log"));
        children.push(nginx);
        for (int i = 1; i <= STUBS; i++) {
            children.push(new Child(
                    "stub " + i,
                    List.of(
                            java.toString(),
                            "-XX:+UseSerialGC",
                            "-jar",
                            stubJar.toString(),
                            "--port",
                            Integer.toString(place.port("stub" + i)),
                            "--name",
                            "replica-" + i),
                    place.dir(),
                    place.dir().resolve("stub" + i + ".log")));
        }
        Knock.until(URI.create("http://127.0.0.1:" + place.port("upstream1") + "/small.json"), nginx, PATIENCE);
        int i = STUBS;
        for (Child child : children) {
            if (child != nginx) {
                Knock.until(
                        URI.create("http://127.0.0.1:" + place.port("stub" + i--) + "/api/health"), child, PATIENCE);
            }
        }
    }

    private static void files(Path dir) throws IOException {
        Path files = Files.createDirectories(dir.resolve("files"));
        Files.writeString(files.resolve("small.json"), json(SMALL));
        Files.write(files.resolve("64k.bin"), new byte[MEDIUM]);
        Files.write(files.resolve("10m.bin"), new byte[LARGE]);
    }

    private static String json(int size) {
        String head = "{\"status\":\"UP\",\"padding\":\"";
        return head + "x".repeat(size - head.length() - 2) + "\"}";
    }

    private static void certificate(Path dir) throws IOException, InterruptedException {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=127.0.0.1",
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        "key.pem",
                        "-out",
                        "cert.pem")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("openssl.log").toFile())
                .start();
        if (!openssl.waitFor(30, TimeUnit.SECONDS) || openssl.exitValue() != 0) {
            openssl.destroyForcibly();
            throw new IOException("openssl made no certificate, see " + dir.resolve("openssl.log"));
        }
        Files.writeString(
                dir.resolve("both.pem"),
                Files.readString(dir.resolve("cert.pem")) + Files.readString(dir.resolve("key.pem")));
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
