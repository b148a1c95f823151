package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.FakeEngine;
import io.holdfast.cli.driver.Until;
import io.holdfast.cli.restart.ScriptedFleet;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code holdfast watch} as a process that signals end while Compose makes a container anew: the old one is gone, the new
 * one is not there yet.
 */
@Timeout(180)
@EnabledOnOs(value = OS.LINUX, disabledReason = "setsid makes the process group that Ctrl-C reaches")
class WatchInterruptedTest {

    private static final String REPLICA = ScriptedFleet.REPLICAS.get(0);
    private static final String CONTAINER = "shop-api-1";
    private static final int BY_SIGINT = 130;
    private static final int BY_SIGTERM = 143;
    private static final Map<String, String> LABELS = Map.of(
            "com.docker.compose.project", "shop", "com.docker.compose.service", "api", "holdfast.replica", REPLICA);

    @TempDir
    Path here;

    private ScriptedFleet fleet;
    private FakeEngine engine;
    private Path output;

    @BeforeEach
    void begin() throws Exception {
        fleet = new ScriptedFleet(here);
        engine = new FakeEngine(here.resolve("docker.sock"));
        engine.run(CONTAINER, LABELS);
        output = here.resolve("output.txt");
        Files.writeString(here.resolve("compose"), """
                case "$*" in
                *' up '*) : > up-asked; until [ -e go ]; do sleep 0.05; done; : > up-done ;;
                esac
                """);
        Files.writeString(here.resolve("holdfast.yml"), """
                state: state
                gateway: {urls: %s}
                watch: {interval: 1s, auto-restart: true, start-period: 0, min-usable: 0}
                restart: {drain: 1s, grace: 1s}
                services: {api: {compose: {host: "%s", project: shop, command: [sh, compose]}}}
                """.formatted(fleet.management.url(), engine.host()));
    }

    @AfterEach
    void end() throws Exception {
        Files.writeString(here.resolve("go"), "");
        fleet.close();
        engine.close();
    }

    @Test
    void aCtrlCInTheMiddleLosesNoContainerAndLeavesNoDrain() throws Exception {
        Process watch = watch();
        try {
            untilItIsBeingMadeAnew();
            signalGroup("INT", watch);
            Until.until(() -> Files.readString(output), said -> said.contains("Ending: a restart under way"));
            assertThat(watch.isAlive()).isTrue();
            assertThat(fleet.draining).containsExactly(REPLICA);

            engine.run(CONTAINER, LABELS);
            Files.writeString(here.resolve("go"), "");

            assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.exitValue()).isEqualTo(BY_SIGINT);
        assertThat(here.resolve("up-done")).exists();
        assertThat(fleet.draining).isEmpty();
        assertThat(Files.readString(output)).contains("restarted, attempt 1").contains("Watch ended");
    }

    @Test
    void aSecondSignalEndsItAtOnceAndTheNextWatchTakesTheDrainBack() throws Exception {
        Process watch = watch();
        try {
            untilItIsBeingMadeAnew();
            watch.destroy();
            Until.until(() -> Files.readString(output), said -> said.contains("Ending: a restart under way"));
            watch.destroy();
            assertThat(watch.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            watch.destroyForcibly();
        }
        assertThat(watch.exitValue()).isEqualTo(BY_SIGTERM);
        assertThat(fleet.draining).containsExactly(REPLICA);

        Process next = watch();
        try {
            Until.until(() -> fleet.draining, Set::isEmpty);
            Until.until(() -> Files.readString(output), said -> said.contains("gone since a restart"));
        } finally {
            next.destroyForcibly();
        }
    }

    private void untilItIsBeingMadeAnew() throws Exception {
        Until.until(() -> Files.exists(output), Boolean::booleanValue);
        engine.turnUnhealthy(CONTAINER, "stuck");
        Until.until(() -> Files.exists(here.resolve("up-asked")), Boolean::booleanValue);
        assertThat(engine.has(CONTAINER)).isFalse();
    }

    /** As a terminal does it: to every process in the foreground. */
    private static void signalGroup(String signal, Process leader) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + signal + " -" + leader.pid()).start();
        assertThat(kill.waitFor()).isZero();
    }

    private Process watch() throws Exception {
        List<String> command = List.of(
                "env",
                "--default-signal=INT", // what runs in the background of a shell ignores it, and so would its children
                "setsid",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator),
                "io.holdfast.cli.Main",
                "watch");
        return new ProcessBuilder(command)
                .directory(here.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
