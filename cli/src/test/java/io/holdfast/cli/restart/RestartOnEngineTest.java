package io.holdfast.cli.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.RealEngine;
import io.holdfast.cli.driver.Until;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A round over three containers of a real engine behind the real gateway, while a client asks without pause. */
@Timeout(180)
class RestartOnEngineTest {

    private static final Path GATEWAY = Path.of("..", "gateway", "target", "holdfast-gateway.jar");

    @TempDir
    Path here;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final StringWriter out = new StringWriter();
    private RealEngine engine;
    private Process gateway;
    private URI entry;
    private String management;
    private final List<String> replicas = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        Assumptions.assumeTrue(Files.exists(GATEWAY), "no gateway jar: ./mvnw package makes it");
        engine = RealEngine.open();
        for (int i = 1; i <= 3; i++) {
            int port = RealEngine.freePort();
            ids.add(engine.start(
                    "holdfast-round-" + i,
                    port,
                    Map.of("holdfast.service", "api", "holdfast.port", Integer.toString(port))));
            replicas.add("127.0.0.1:" + port);
        }
        startGateway();
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                gateway: {urls: %s}
                restart: {settle: 1s, grace: 5s, up: 20s}
                services:
                  api: {docker: {host: "%s"}}
                """.formatted(management, engine.host()));
    }

    private void startGateway() throws Exception {
        int port = RealEngine.freePort();
        int managementPort = RealEngine.freePort();
        entry = URI.create("http://127.0.0.1:" + port + "/");
        management = "http://127.0.0.1:" + managementPort;
        gateway = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-jar",
                        GATEWAY.toString(),
                        "--server.port=" + port,
                        "--management.server.port=" + managementPort,
                        "--management.server.address=127.0.0.1",
                        "--holdfast.state-dir=" + here.resolve("gateway"),
                        "--holdfast.services.api.replicas=http://" + String.join(",http://", replicas),
                        "--holdfast.services.api.health.interval=500ms")
                .redirectErrorStream(true)
                .redirectOutput(here.resolve("gateway.log").toFile())
                .start();
        Until.until(this::ask, status -> status == 200);
        // Opened last: the entry may answer before.
        Until.until(() -> ask(URI.create(management + "/actuator/replicas")), status -> status == 200);
    }

    @AfterEach
    void end() throws Exception {
        if (gateway != null) {
            gateway.destroyForcibly().waitFor();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void noRequestFailsWhileEveryContainerIsRestarted() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger failed = new AtomicInteger();
        Thread asking = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                asked.incrementAndGet();
                if (ask() != 200 && !Thread.currentThread().isInterrupted()) {
                    failed.incrementAndGet();
                }
            }
        });
        asking.start();

        int exit = run("api");
        asking.interrupt();
        asking.join();

        assertThat(exit).as(out.toString()).isZero();
        assertThat(out.toString()).contains("api: completed");
        assertThat(asked.get()).isGreaterThan(50);
        assertThat(failed.get()).isZero();
    }

    @Test
    void theRoundStopsAtAContainerThatDoesNotComeBackAndTheServiceServesOn() throws Exception {
        engine.spoil(ids.get(1));

        int exit = run("api", "--up", "8s");

        assertThat(exit).isEqualTo(1);
        assertThat(out.toString())
                .contains("api: stopped at " + replicas.get(1) + ": not up 8s after its restart")
                .contains("last lines of " + replicas.get(1))
                .contains("  spoilt")
                .contains("untouched: " + replicas.get(2));
        for (int i = 0; i < 20; i++) {
            assertThat(ask()).isEqualTo(200);
        }
    }

    private int ask() {
        return ask(entry);
    }

    private int ask(URI where) {
        try {
            return client.send(
                            HttpRequest.newBuilder(where)
                                    .timeout(Duration.ofSeconds(15))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException failed) {
            return 0;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private int run(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--config", here.resolve("holdfast.yml").toString()));
        words.addAll(List.of(arguments));
        return new CommandLine(new RestartCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    failure.printStackTrace(line.getErr());
                    return 3;
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .execute(words.toArray(String[]::new));
    }
}
