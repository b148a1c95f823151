package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.driver.Drivers;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.RealEngine;
import io.holdfast.cli.driver.Until;
import io.holdfast.cli.gateway.ScriptedManagement;
import io.holdfast.cli.gateway.ScriptedManagement.Asked;
import io.holdfast.cli.gateway.ScriptedManagement.Said;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code watch --auto-restart} and {@code check} over containers of a real engine, a gateway that knows two of them, and a webhook. */
@Timeout(120)
class WatchOnEngineTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FIRST = "holdfast-watched-1";
    private static final String SECOND = "holdfast-watched-2";

    @TempDir
    Path here;

    private RealEngine engine;
    private Driver driver;
    private ScriptedManagement gateway;
    private ScriptedManagement hook;
    private final List<String> replicas = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();
    private final Set<String> draining = ConcurrentHashMap.newKeySet();
    private final StringWriter out = new StringWriter();
    private Thread watch;

    @BeforeEach
    void begin() throws Exception {
        engine = RealEngine.open();
        for (String name : List.of(FIRST, SECOND)) {
            int port = RealEngine.freePort();
            ids.add(engine.start(
                    name, port, Map.of("holdfast.service", "watched", "holdfast.port", Integer.toString(port))));
            replicas.add("127.0.0.1:" + port);
        }
        gateway = new ScriptedManagement(this::answer);
        hook = new ScriptedManagement(asked -> new Said(200, "{}"));
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                gateway: {urls: %s}
                services:
                  watched: {docker: {host: "%s"}}
                watch: {interval: 1s, settle: 2s, first-delay: 30s}
                notifications:
                  ops: {webhook: {url: "%s/hook"}}
                """.formatted(gateway.url(), engine.host(), hook.url()));
        driver = Drivers.open(new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.empty(), List.of("watched"), List.of(), Optional.empty()));
        Until.until(this::healthy, Boolean::booleanValue);
    }

    @AfterEach
    void end() throws Exception {
        if (watch != null) {
            watch.interrupt();
            watch.join();
        }
        if (driver != null) {
            driver.close();
        }
        for (AutoCloseable one : new AutoCloseable[] {gateway, hook, engine}) {
            if (one != null) {
                one.close();
            }
        }
    }

    @Test
    void anUnhealthyContainerIsRestartedOnceDrainedAndTold() throws Exception {
        beginToWatch();

        engine.sicken(ids.get(0));
        Until.until(this::told, kinds -> kinds.contains("recovery"));

        assertThat(told()).containsExactly("incident", "recovery");
        assertThat(starts(FIRST)).isEqualTo(2);
        assertThat(starts(SECOND)).isEqualTo(1);
        assertThat(orders()).containsExactly("drain " + replicas.get(0), "undrain " + replicas.get(0));
        assertThat(log(" | Event: ").toList())
                .extracting(line -> line.replaceAll("^\\[[-0-9]+ [:0-9]+] ", ""))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo("[ERROR] Container: " + FIRST
                                        + " | Event: incident | Reason: unhealthy: I am sick (exit code 1)"),
                        line -> assertThat(line)
                                .isEqualTo("[WARNING] Container: " + FIRST + " | Status: running | Health: unhealthy"
                                        + " | Event: restart | Reason: unhealthy: I am sick (exit code 1)"),
                        line -> assertThat(line)
                                .startsWith("[INFO] Container: " + FIRST
                                        + " | Event: restarted | Reason: restarted, attempt 1"),
                        line -> assertThat(line)
                                .startsWith("[INFO] Container: " + FIRST
                                        + " | Event: recovery | Reason: healthy again after "));
    }

    @Test
    void anExitedContainerIsStartedAndOneThatAPersonStoppedIsLeftAlone() throws Exception {
        beginToWatch();

        engine.stop(ids.get(1));
        Until.until(() -> log("Event: left-alone").count(), lines -> lines == 1);
        engine.crash(ids.get(0));
        Until.until(this::told, kinds -> kinds.contains("recovery"));

        assertThat(starts(FIRST)).isEqualTo(2);
        assertThat(starts(SECOND)).isEqualTo(1);
        assertThat(seen(SECOND).state()).isEqualTo(Instance.State.EXITED);
        assertThat(told()).containsExactly("incident", "recovery");
        assertThat(log("Container: " + SECOND).filter(line -> line.contains("Event: ")))
                .singleElement()
                .asString()
                .contains("left alone: ");
    }

    @Test
    void checkPrintsALineForEachAndEndsWith1OnceOneIsUnhealthy() throws Exception {
        assertThat(check()).as(out.toString()).isZero();
        assertThat(out.toString().lines())
                .hasSize(2)
                .allMatch(line -> line.matches("\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] \\[INFO] Container: "
                        + "holdfast-watched-[12] \\| Status: running \\| Health: healthy"));

        engine.sicken(ids.get(0));
        Until.until(() -> seen(FIRST).health(), health -> health == Instance.Health.UNHEALTHY);

        out.getBuffer().setLength(0);
        assertThat(check()).isEqualTo(1);
        assertThat(out.toString())
                .contains("[WARNING] Container: " + FIRST + " | Status: running | Health: unhealthy")
                .contains("[INFO] Container: " + SECOND + " | Status: running | Health: healthy");
        assertThat(starts(FIRST)).isEqualTo(1);
    }

    private void beginToWatch() throws Exception {
        watch = new Thread(
                () -> run(
                        new WatchCommand(),
                        "--continuous",
                        "--auto-restart",
                        "--log-file",
                        here.resolve("watch.log").toString()),
                "watch-under-test");
        watch.start();
        Until.until(() -> log("Health: healthy").count(), lines -> lines >= 2);
    }

    private int check() {
        return run(new CheckCommand());
    }

    private int run(Callable<Integer> command, String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--config", here.resolve("holdfast.yml").toString()));
        words.addAll(List.of(arguments));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> 3)
                .execute(words.toArray(String[]::new));
    }

    private boolean healthy() throws Exception {
        List<Instance> all = driver.list("watched");
        return all.size() == 2 && all.stream().allMatch(one -> one.health() == Instance.Health.HEALTHY);
    }

    private Instance seen(String name) throws Exception {
        return driver.list("watched").stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private long starts(String name) throws Exception {
        return driver.lastLines(seen(name), 100).stream()
                .filter(line -> line.startsWith("serving on"))
                .count();
    }

    private Stream<String> log(String part) throws Exception {
        Path file = here.resolve("watch.log");
        return Files.exists(file)
                ? Files.readAllLines(file).stream().filter(line -> line.contains(part))
                : Stream.empty();
    }

    private List<String> told() throws Exception {
        List<String> kinds = new ArrayList<>();
        for (Asked asked : hook.asked()) {
            kinds.add(JSON.readTree(asked.body()).path("kind").asText());
        }
        return kinds;
    }

    private List<String> orders() {
        return gateway.asked().stream()
                .filter(asked -> asked.line().startsWith("POST"))
                .map(asked -> asked.body().replaceAll(".*\"action\":\"(\\w+)\".*", "$1")
                        + asked.line().replaceAll(".*/", " "))
                .toList();
    }

    /** Every replica is up for this gateway, drained ones apart. */
    private Said answer(Asked asked) {
        if (asked.line().startsWith("POST")) {
            String replica = asked.line().replaceAll(".*/", "");
            boolean drain = asked.body().contains("\"drain\"");
            if (drain ? draining.add(replica) : draining.remove(replica)) {
                return new Said(200, "{\"state\":\"UP\",\"inFlight\":0,\"webSockets\":0,\"idle\":true}");
            }
        }
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list =
                root.putArray("services").addObject().put("service", "watched").putArray("replicas");
        for (String replica : replicas) {
            list.addObject()
                    .put("replica", replica)
                    .put("state", draining.contains(replica) ? "DRAINING" : "UP")
                    .put("health", "UP")
                    .put("draining", draining.contains(replica));
        }
        return new Said(200, root.toString());
    }
}
