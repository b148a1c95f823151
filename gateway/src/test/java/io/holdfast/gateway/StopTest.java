package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's process when it is stopped, and what its next life knows. */
class StopTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int BY_SIGTERM = 143;

    @TempDir
    Path state;

    private final Signal answer = new Signal();
    private ScriptedReplica replica;
    private int port;
    private int management;
    private Process process;

    @BeforeEach
    void start() throws Exception {
        replica = ScriptedReplica.start().always(line -> {
            if (line.request().target.equals("/slow")) {
                answer.await();
            }
            line.answer(200, "ok");
        });
        port = freePort();
        management = freePort();
        run();
    }

    @AfterEach
    void stop() throws Exception {
        answer.fire();
        process.destroyForcibly().waitFor();
        replica.close();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void run() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                                .split(File.pathSeparator))
                        .filter(entry -> !entry.endsWith("test-classes"))
                        .collect(Collectors.joining(File.pathSeparator)),
                HoldfastGateway.class.getName(),
                "--server.port=" + port,
                "--server.address=127.0.0.1",
                "--management.server.port=" + management,
                "--holdfast.services.api.replicas=" + replica.url()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File("target/stop-test.log")));
        builder.environment().put("HOLDFAST_STATEDIR", state.resolve("kept").toString());
        process = builder.start();
        Awaitility.await("the gateway ready")
                .atMost(Duration.ofSeconds(90)) // a process, on a machine that has other work
                .pollInterval(Duration.ofMillis(50))
                .until(() -> status(management, "/actuator/health/readiness") == 200);
    }

    private static int status(int port, String path) {
        try {
            return CLIENT.send(request(port, path).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequest.Builder request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private CompletableFuture<HttpResponse<String>> slow() {
        CompletableFuture<HttpResponse<String>> response =
                CLIENT.sendAsync(request(port, "/slow").build(), HttpResponse.BodyHandlers.ofString());
        Patience.until(
                "/slow at the replica", () -> replica.received().stream().anyMatch(r -> r.target.equals("/slow")));
        return response;
    }

    /** A connection of its own: a request would wait for the replica that is drained. */
    private boolean isRefused() {
        try (Socket probe = new Socket("127.0.0.1", port)) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private void awaitExit(int code) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
    }

    @Test
    void aStopFinishesWhatIsUnderWayAndTheNextLifeKnowsWhoIsDrained() throws Exception {
        CompletableFuture<HttpResponse<String>> slow = slow();
        HttpResponse<String> drained = CLIENT.send(
                request(management, "/actuator/replicas/api/" + replica.name())
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"drain\",\"force\":true}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(drained.statusCode()).isEqualTo(200);
        process.destroy();
        Patience.until("connections refused", this::isRefused);
        assertThat(slow).isNotDone();
        answer.fire();
        assertThat(Patience.get(() -> "the answer", slow).body()).isEqualTo("ok");
        awaitExit(BY_SIGTERM);
        assertThat(Files.readString(state.resolve("kept/drains.properties"))).contains("=1:");

        run();
        HttpResponse<String> listing =
                CLIENT.send(request(management, "/actuator/replicas").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(listing.body()).contains("\"state\":\"DRAINING\"");
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        slow();
        process.destroy();
        Patience.until("connections refused", this::isRefused);
        assertThat(process.isAlive()).isTrue();
        process.destroy();
        awaitExit(BY_SIGTERM);
        assertThat(answer.fired()).as("the request was still under way").isFalse();
    }
}
