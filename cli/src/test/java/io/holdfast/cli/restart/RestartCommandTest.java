package io.holdfast.cli.restart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole command against a scripted management port, with commands that restart. */
class RestartCommandTest {

    private static final String A = ScriptedFleet.REPLICAS.get(0);
    private static final String B = ScriptedFleet.REPLICAS.get(1);
    private static final String C = ScriptedFleet.REPLICAS.get(2);

    @TempDir
    Path here;

    private ScriptedFleet fleet;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void begin() throws IOException {
        fleet = new ScriptedFleet(here);
        configure("[sh, -c, 'echo {replica} >> restarts.txt']", "");
    }

    @AfterEach
    void end() {
        fleet.close();
    }

    @Test
    void everyReplicaIsRestartedInItsTurnAndUsedAgain() {
        assertThat(run()).isZero();

        assertThat(fleet.restarts()).containsExactly(A, B, C);
        assertThat(fleet.draining).isEmpty();
        assertThat(orders())
                .containsExactly(
                        "drain " + A, "undrain " + A, "drain " + B, "undrain " + B, "drain " + C, "undrain " + C);
        assertThat(out.toString().lines())
                .startsWith(
                        "api: 3 replicas by command, 1 at a time: " + A + ", " + B + ", " + C,
                        A + "  draining",
                        A + "  restarting",
                        A + "  started; waiting until it is up")
                .last()
                .isEqualTo("api: completed");
        assertThat(here.resolve("state/restart-api.json")).doesNotExist();
    }

    @Test
    void itStopsAtTheFirstThatDoesNotComeBackAndSaysItsLastLines() {
        fleet.lost.add(B);

        assertThat(run("--up", "1s")).isEqualTo(1);

        assertThat(fleet.restarts()).containsExactly(A, B);
        assertThat(fleet.draining).isEmpty();
        assertThat(out.toString().lines())
                .contains(
                        B + "  failed: not up 1s after its restart: it is DOWN (unreachable)",
                        "last lines of " + B + ":",
                        "  Caused by: no port",
                        "api: stopped at " + B + ": not up 1s after its restart: it is DOWN (unreachable)",
                        "restarted: " + A + "; untouched: " + C,
                        "go on later with: holdfast restart api --resume");
    }

    @Test
    void resumeGoesOnWhereItStopped() {
        fleet.lost.add(B);
        run("--up", "1s");
        fleet.lost.clear();

        assertThat(run("--resume")).isZero();

        assertThat(fleet.restarts()).containsExactly(A, B, B, C);
        assertThat(out.toString()).contains("done before: " + A);

        assertThat(run()).isZero();
        assertThat(fleet.restarts()).endsWith(A, B, C);
    }

    @Test
    void aRestartThatFailsIsToldInTheCommandsWords() throws IOException {
        configure("[sh, -c, 'echo disk full; exit 7']", "");

        assertThat(run()).isEqualTo(1);

        assertThat(out.toString()).contains("api: stopped at " + A + ": restart " + A + ": disk full (exit code 7)");
        assertThat(fleet.draining).isEmpty();
    }

    @Test
    void theLastUsableReplicaIsRestartedByForceOnly() {
        fleet.draining.addAll(List.of(B, C));

        assertThat(run(A, "--max-unavailable", "3")).isEqualTo(1);
        assertThat(out.toString()).contains(A + " is the last usable replica of api");
        assertThat(fleet.restarts()).isEmpty();

        assertThat(run(A, "--max-unavailable", "3", "--force")).isZero();
        assertThat(fleet.restarts()).containsExactly(A);
        assertThat(fleet.draining).containsExactlyInAnyOrder(B, C);
    }

    @Test
    void severalGatewaysAreAllTold() throws IOException {
        try (ScriptedFleet second = new ScriptedFleet(here)) {
            assertThat(run("--gateway", second.management.url().toString(), B)).isZero();

            assertThat(orders()).containsExactly("drain " + B, "undrain " + B);
            assertThat(orders(second)).containsExactly("drain " + B, "undrain " + B);
        }
    }

    @Test
    void withoutAGatewayNothingIsTouchedUnlessThatIsWanted() throws IOException {
        configure(
                "[sh, -c, 'echo {replica} >> restarts.txt']",
                "replicas: [" + String.join(", ", ScriptedFleet.REPLICAS) + "]");
        fleet.close();

        assertThat(run()).isEqualTo(3);
        assertThat(err.toString()).contains("cannot be reached").contains("--without-gateway");
        assertThat(fleet.restarts()).isEmpty();

        assertThat(run("--without-gateway")).isZero();
        assertThat(fleet.restarts()).containsExactly(A, B, C);
    }

    @Test
    void aReplicaThatTheDriverDoesNotKnowIsFoundOutBeforeAnythingIsTouched() throws IOException {
        configure("'true'", "replicas: [" + A + ", " + B + "]");

        assertThat(run()).isEqualTo(3);

        assertThat(err.toString()).contains("no command instance of api serves at " + C + " (expected: one of " + A);
        assertThat(orders()).isEmpty();
    }

    @Test
    void wrongWordsAreWrongUsage() {
        assertThat(run("127.0.0.1:1")).isEqualTo(2);
        assertThat(err.toString()).contains("REPLICA: 127.0.0.1:1 (expected: one of " + A);
        assertThat(run("--settle", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("--settle: soon (expected: a duration, such as 30s)");
        assertThat(run("--order", "random")).isEqualTo(2);
        assertThat(execute("web")).isEqualTo(2);
        assertThat(err.toString()).contains("SERVICE: web (expected: one of api, as");
    }

    @Test
    void aDryRunSaysThePlanAndDoesNothing() {
        assertThat(run("--dry-run", "--order", "reverse")).isZero();

        assertThat(out.toString()).startsWith("api: 3 replicas by command, 1 at a time: " + C + ", " + B + ", " + A);
        assertThat(orders()).isEmpty();
    }

    @Test
    void jsonIsOneObjectALineAndEndsWithTheOutcome() throws IOException {
        fleet.lost.add(A);

        assertThat(run("--json", "--up", "1s")).isEqualTo(1);

        List<JsonNode> events = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            events.add(new ObjectMapper().readTree(line));
        }
        assertThat(events)
                .extracting(event -> event.path("event").asText())
                .containsExactly("plan", "draining", "restarting", "waiting", "failed", "end");
        JsonNode end = events.get(events.size() - 1);
        assertThat(end.path("outcome").asText()).isEqualTo("stopped");
        assertThat(end.path("failed").asText()).isEqualTo(A);
        assertThat(end.path("untouched")).hasSize(2);
        assertThat(end.path("lastLines")).hasSize(2);
    }

    @Test
    void twoRestartsOfOneServiceAtATimeAreRefused() throws IOException {
        try (Ledger other = Ledger.take(here.resolve("state"), "api")) {
            assertThat(run()).isEqualTo(3);
        }
        assertThat(err.toString()).contains("another restart of api is under way");
        assertThat(run()).isZero();
    }

    private int run(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--gateway", fleet.management.url().toString(), "api"));
        words.addAll(List.of(arguments));
        return execute(words.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        List<String> words =
                new ArrayList<>(List.of("--config", here.resolve("holdfast.yml").toString()));
        words.addAll(List.of(arguments));
        return new CommandLine(new RestartCommand())
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 3;
                })
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words.toArray(String[]::new));
    }

    private List<String> orders() {
        return orders(fleet);
    }

    private static List<String> orders(ScriptedFleet of) {
        return of.management.asked().stream()
                .filter(asked -> asked.line().startsWith("POST"))
                .map(asked -> asked.body().replaceAll(".*\"action\":\"(\\w+)\".*", "$1")
                        + asked.line().replaceAll(".*/", " "))
                .toList();
    }

    private void configure(String restart, String replicas) throws IOException {
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                restart: {settle: 0}
                services:
                  api:
                    command:
                      restart: %s
                      log: [printf, 'starting {port}\\nCaused by: no port\\n']
                      %s
                """.formatted(
                restart.replace("restarts.txt", here.resolve("restarts.txt").toString()), replicas));
    }
}
