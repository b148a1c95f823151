package io.holdfast.cli.driver;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/**
 * A real Docker Engine, named by {@code HOLDFAST_TEST_DOCKER_HOST}, with containers of busybox on the host's network: small
 * web servers whose health is a file. Where none is named, tests that need it are skipped. Removes what it made.
 */
public final class RealEngine implements AutoCloseable {

    public static final String VARIABLE = "HOLDFAST_TEST_DOCKER_HOST";
    public static final String IMAGE = "holdfast-test-busybox";

    private static final List<Path> BUSYBOX = List.of(Path.of("/bin/busybox"), Path.of("/usr/bin/busybox"));

    /** Answers /, says a line a start, ends on SIGTERM; well unless /sick is there, which a start removes. */
    private static final String SCRIPT =
            "test ! -e /spoilt || { echo spoilt; exit 4; }; busybox rm -f /sick; busybox mkdir -p /www; echo ok > /www/index.html;"
                    + " echo serving on $PORT; trap 'kill $!; echo ended; exit 0' TERM;"
                    + " busybox httpd -f -p 127.0.0.1:$PORT -h /www & echo $! > /server; wait $!; exit 3";

    private final String host;
    private final DockerClient client;
    private final List<String> made = new ArrayList<>();

    private RealEngine(String host) {
        this.host = host;
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(host)
                .withApiVersion("1.41")
                .build();
        client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .connectionTimeout(Duration.ofSeconds(5))
                        .build());
    }

    /** The engine with the image in it; skips the test where there is none. */
    public static RealEngine open() throws IOException, InterruptedException {
        String host = System.getenv(VARIABLE);
        Assumptions.assumeTrue(host != null && !host.isBlank(), VARIABLE + " names no Docker Engine");
        Assumptions.assumeTrue(host.startsWith("unix://"), VARIABLE + ": " + host + " (expected: unix:///path)");
        Path busybox = BUSYBOX.stream().filter(Files::isExecutable).findFirst().orElse(null);
        Assumptions.assumeTrue(busybox != null, "no busybox to make an image of (Debian: busybox-static)");
        RealEngine engine = new RealEngine(host);
        engine.makeImage(busybox);
        return engine;
    }

    private void makeImage(Path busybox) throws IOException, InterruptedException {
        try {
            client.inspectImageCmd(IMAGE + ":latest").exec();
            return;
        } catch (NotFoundException first) {
            // Made now.
        }
        Path root = Files.createTempDirectory("holdfast-rootfs");
        Path bin = Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Files.copy(busybox, bin.resolve("busybox"));
        Files.createSymbolicLink(bin.resolve("sh"), Path.of("busybox"));
        Process tar = new ProcessBuilder("tar", "-C", root.toString(), "-c", ".").start();
        byte[] packed = tar.getInputStream().readAllBytes();
        tar.waitFor(10, TimeUnit.SECONDS);
        load(packed);
        for (Path path : List.of(bin.resolve("sh"), bin.resolve("busybox"), bin, root.resolve("tmp"), root)) {
            Files.delete(path);
        }
    }

    /** By hand: docker-java's own request for this ends before its body does. */
    private void load(byte[] packed) throws IOException {
        String head = "POST /v1.41/images/create?fromSrc=-&repo=" + IMAGE + "&tag=latest HTTP/1.0\r\n"
                + "Content-Type: application/x-tar\r\nContent-Length: " + packed.length + "\r\n\r\n";
        try (SocketChannel socket =
                SocketChannel.open(UnixDomainSocketAddress.of(host.substring("unix://".length())))) {
            OutputStream out = Channels.newOutputStream(socket);
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(packed);
            String said = new String(Channels.newInputStream(socket).readAllBytes(), StandardCharsets.UTF_8);
            if (!said.contains("sha256:")) {
                throw new IOException("the engine takes no image: " + said);
            }
        }
    }

    public String host() {
        return host;
    }

    /** A port that was free a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Makes and starts a container that serves on a port of this machine; its health is looked at every second. */
    public String start(String name, int port, Map<String, String> labels) {
        HealthCheck check = new HealthCheck()
                .withTest(List.of("CMD-SHELL", "busybox test ! -e /sick || { echo I am sick; exit 1; }"))
                .withInterval(TimeUnit.SECONDS.toNanos(1))
                .withTimeout(TimeUnit.SECONDS.toNanos(5))
                .withRetries(2);
        CreateContainerResponse container = client.createContainerCmd(IMAGE + ":latest")
                .withName(name)
                .withLabels(labels)
                .withEnv("PORT=" + port)
                .withCmd("sh", "-c", SCRIPT)
                .withHealthcheck(check)
                .withHostConfig(HostConfig.newHostConfig().withNetworkMode("host"))
                .exec();
        made.add(container.getId());
        client.startContainerCmd(container.getId()).exec();
        return container.getId();
    }

    /** Makes its health check fail until it is restarted. */
    public void sicken(String id) throws InterruptedException {
        touch(id, "/sick");
    }

    /** Makes its next start fail. */
    public void spoil(String id) throws InterruptedException {
        touch(id, "/spoilt");
    }

    private void touch(String id, String file) throws InterruptedException {
        run(id, "busybox", "touch", file);
    }

    private void run(String id, String... words) throws InterruptedException {
        String exec = client.execCreateCmd(id).withCmd(words).exec().getId();
        client.execStartCmd(exec)
                .exec(new com.github.dockerjava.api.async.ResultCallback.Adapter<>())
                .awaitCompletion(10, TimeUnit.SECONDS);
    }

    /** Ends its server, as a crash does: the container exits by itself, with 3. */
    public void crash(String id) throws InterruptedException {
        run(id, "sh", "-c", "kill $(busybox cat /server)");
    }

    /** As a person does by {@code docker stop}. */
    public void stop(String id) {
        client.stopContainerCmd(id).withTimeout(5).exec();
    }

    public void kill(String id) {
        client.killContainerCmd(id).exec();
    }

    public void remove(String id) {
        made.remove(id);
        try {
            client.removeContainerCmd(id).withForce(true).exec();
        } catch (NotFoundException gone) {
            // By another hand.
        }
    }

    @Override
    public void close() throws IOException {
        List.copyOf(made).forEach(this::remove);
        client.close();
    }
}
