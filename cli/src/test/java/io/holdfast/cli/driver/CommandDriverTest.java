package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance.Health;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command driver: replicas are files, and run while they are there. */
class CommandDriverTest extends DriverContract {

    private static final List<String> REPLICAS = List.of("127.0.0.1:8001", "127.0.0.1:8002");

    @TempDir
    Path here;

    private Driver driver;

    @BeforeEach
    void begin() throws Exception {
        for (String replica : REPLICAS) {
            Files.createFile(here.resolve(replica));
        }
        String file = here.resolve("{replica}").toString();
        driver = Drivers.open(new DriverSettings.Command(
                Map.of("api", REPLICAS),
                List.of("sh", "-c", "[ ! -s \"$0\" ] || exit 1; [ -e \"$0\" ] || exit 3; echo fine", file),
                List.of("touch", file),
                List.of("rm", "-f", file),
                List.of(),
                List.of("printf", "one\\ntwo {port}\\n\\033[31mthree\\n"),
                Duration.ofSeconds(20)));
    }

    @Override
    Driver driver() {
        return driver;
    }

    @Override
    List<String> addresses() {
        return REPLICAS;
    }

    @Test
    void theExitCodeOfStatusIsTheHealth() throws Exception {
        Files.writeString(here.resolve(REPLICAS.get(0)), "sick");

        assertThat(driver.list("api")).extracting(Instance::health).containsExactly(Health.UNHEALTHY, Health.HEALTHY);
        assertThat(driver.list("api").get(1).healthOutput()).isEqualTo("fine");
    }

    @Test
    void escapeSequencesOfALogStayOut() throws Exception {
        assertThat(driver.lastLines(driver.list("api").get(0), 2)).containsExactly("two 8001", "three");
    }

    @Test
    void noValueAddsAWord() {
        assertThat(Templates.filled(List.of("ssh", "{host}", "kill {port}"), "api", "a b; rm:80"))
                .containsExactly("ssh", "a b; rm", "kill 80");
    }

    @Test
    void whatHasNoCommandIsUnsupportedAndWhatHangsIsKilled() throws Exception {
        try (Driver bare = Drivers.open(new DriverSettings.Command(
                Map.of("api", List.of()),
                List.of(),
                List.of(),
                List.of("sleep", "60"),
                List.of(),
                List.of(),
                Duration.ofMillis(200)))) {
            Instance any = bare.find("api", "127.0.0.1:1").orElseThrow();

            assertThat(kind(() -> bare.start(any))).isEqualTo(Kind.UNSUPPORTED);
            assertThat(kind(() -> bare.stop(any, Duration.ZERO))).isEqualTo(Kind.FAILED);
        }
    }

    private static Kind kind(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(DriverException.class, call).kind();
    }
}
