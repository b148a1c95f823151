package io.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.Until;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./holdfast}, the shell script, with a Maven and a JDK that only say what they were asked. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class LauncherTest {

    private static final int COULD_NOT = 3;

    @TempDir
    Path here;

    private Path lock;
    private Path output;

    @BeforeEach
    void begin() throws Exception {
        Files.copy(Path.of("../holdfast"), here.resolve("holdfast"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.writeString(here.resolve("pom.xml"), "");
        for (String module : List.of("gateway", "api-stub", "cli")) {
            Files.createDirectories(here.resolve(module + "/src/main"));
            Files.writeString(here.resolve(module + "/pom.xml"), "");
        }
        script("mvnw", """
                for module in gateway api-stub cli; do
                    mkdir -p $module/target
                    echo jar > $module/target/holdfast-$module.jar
                done
                echo built >> builds
                """);
        Files.createDirectories(here.resolve("jdk/bin"));
        Files.writeString(here.resolve("jdk/release"), "JAVA_VERSION=\"17.0.1\"\n");
        script("jdk/bin/javac", "");
        script("jdk/bin/java", """
                case "$*" in
                *extract*) for last; do :; done; mkdir -p "$last" ;;
                *train) ;;
                *) echo "runs ${*##*-jar }" ;;
                esac
                """);
        lock = here.resolve(".holdfast/build.lock");
        output = here.resolve("output");
    }

    private void script(String name, String text) throws IOException {
        Path file = Files.writeString(here.resolve(name), "#!/bin/sh\n" + text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    @Test
    void itBuildsOnceAndRuns() throws Exception {
        assertThat(run("check", "a b")).isZero();
        assertThat(run("check", "a b")).isZero();

        assertThat(Files.readAllLines(here.resolve("builds"))).containsExactly("built");
        assertThat(Files.readString(output))
                .contains("runs " + here.toRealPath() + "/.holdfast/lib/holdfast-cli.jar check a b");
        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockWhoseNumberIsAnotherProgramsNowIsNotWaitedFor() throws Exception {
        leaveLock(ProcessHandle.current().pid() + " 1");

        assertThat(run("check")).isZero();

        assertThat(Files.readString(output)).doesNotContain("waiting").contains("runs ");
        assertThat(lock).doesNotExist();
    }

    @Test
    void aLockOfAProcessThatIsGoneIsNotWaitedFor() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        leaveLock(gone.pid() + " 12345");

        assertThat(run("check")).isZero();

        assertThat(Files.readString(output)).doesNotContain("waiting");
    }

    @Test
    void aBuilderThatLivesIsWaitedFor() throws Exception {
        long self = ProcessHandle.current().pid();
        String stat = Files.readString(Path.of("/proc/self/stat"));
        leaveLock(self + " " + stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19]);
        Process launcher = start(Map.of(), "check");
        try {
            Until.until(
                    () -> Files.readString(output),
                    said -> said.contains("process " + self + " is building, waiting for it"));
            assertThat(here.resolve("builds")).doesNotExist();
            Files.delete(lock.resolve("pid"));
            Files.delete(lock);

            assertThat(launcher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            launcher.destroyForcibly();
        }
        assertThat(launcher.exitValue()).isZero();
        assertThat(Files.readString(output)).contains("runs ");
    }

    @Test
    void withoutAHomeItSaysWhatMavenNeedsAndWithWhatIsBuiltItRuns() throws Exception {
        assertThat(wait(start(Map.of("HOME", ""), "check"))).isEqualTo(COULD_NOT);
        assertThat(Files.readString(output)).contains("holdfast: HOME: not set (expected: ");
        assertThat(lock).doesNotExist();

        assertThat(run("check")).isZero();
        assertThat(wait(start(Map.of("HOME", ""), "check"))).isZero();
    }

    private void leaveLock(String holder) throws IOException {
        Files.createDirectories(lock);
        Files.writeString(lock.resolve("pid"), holder + "\n");
    }

    private int run(String... words) throws Exception {
        return wait(start(Map.of(), words));
    }

    private static int wait(Process process) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private Process start(Map<String, String> environment, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(here.resolve("holdfast").toString());
        builder.command().addAll(List.of(words));
        builder.environment().put("JAVA_HOME", here.resolve("jdk").toString());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
    }
}
