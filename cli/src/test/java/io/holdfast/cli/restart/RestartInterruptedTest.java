package io.holdfast.cli.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.Until;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code holdfast restart} as a process that a signal ends in the middle of a restart. */
@Timeout(120)
class RestartInterruptedTest {

    private static final String A = ScriptedFleet.REPLICAS.get(0);
    private static final String B = ScriptedFleet.REPLICAS.get(1);
    private static final String C = ScriptedFleet.REPLICAS.get(2);
    private static final int BY_SIGTERM = 143;

    @TempDir
    Path here;

    private ScriptedFleet fleet;
    private Path output;
    private Path go;

    @BeforeEach
    void begin() throws Exception {
        fleet = new ScriptedFleet(here);
        output = here.resolve("output.txt");
        go = here.resolve("go");
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                gateway: {urls: %s}
                restart: {settle: 0}
                services:
                  api:
                    command: {restart: [sh, -c, 'echo {replica} >> restarts.txt; until [ -e go ]; do sleep 0.05; done']}
                """.formatted(fleet.management.url()));
    }

    @AfterEach
    void end() {
        fleet.close();
    }

    @Test
    void theRestartUnderWayIsEndedEverythingIsUndrainedAndResumeGoesOn() throws Exception {
        Process round = start("restart", "api");
        try {
            Until.until(() -> fleet.restarts(), List.of(A)::equals);
            round.destroy();
            Until.until(() -> Files.readString(output), said -> said.contains("api: interrupted: undraining"));
            assertThat(fleet.draining).containsExactly(A);
            assertThat(round.isAlive()).isTrue();

            Files.createFile(go);

            assertThat(round.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            round.destroyForcibly();
        }
        assertThat(round.exitValue()).isEqualTo(BY_SIGTERM);
        assertThat(fleet.draining).isEmpty();
        assertThat(fleet.restarts()).containsExactly(A);
        assertThat(Files.readString(output).lines())
                .contains(
                        "api: interrupted",
                        "restarted: none; not finished: " + A + "; untouched: " + B + ", " + C,
                        "go on later with: holdfast restart api --resume");

        Process resumed = start("restart", "api", "--resume");
        assertThat(resumed.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(resumed.exitValue()).isZero();
        assertThat(fleet.restarts()).containsExactly(A, A, B, C);
    }

    private Process start(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                "io.holdfast.cli.Main"));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
