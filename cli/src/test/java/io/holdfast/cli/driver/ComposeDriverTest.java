package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Compose driver against an engine over a unix socket and a Compose that fills gaps in it. That the real Compose
 * understands these words, and leaves siblings alone, only a real engine can show.
 */
class ComposeDriverTest extends DriverContract {

    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Map<String, String> LABELS =
            Map.of(DockerSelection.COMPOSE_PROJECT, "shop", DockerSelection.COMPOSE_SERVICE, "api");

    @TempDir
    Path here;

    private FakeEngine engine;
    private Driver driver;
    private final FakeCompose compose = new FakeCompose();

    @BeforeEach
    void begin() throws Exception {
        engine = new FakeEngine(here.resolve("docker.sock"));
        engine.run("shop-api-1", LABELS);
        engine.run("shop-api-2", LABELS);
        DriverSettings.Docker settings = new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.of("shop"), List.of("api"), List.of(), Optional.of("api"));
        driver = new ComposeDriver(
                new DriverSettings.Compose(settings, List.of(), here, List.of("docker", "compose"), true),
                new DockerDriver(settings),
                compose);
    }

    @AfterEach
    void end() throws Exception {
        driver.close();
        engine.close();
    }

    @Override
    Driver driver() {
        return driver;
    }

    /** By name: a container made anew has another address. */
    @Override
    List<String> addresses() {
        return List.of("shop-api-1:8000", "shop-api-2:8000");
    }

    @Test
    void aRestartMakesANewContainerAndAsksForAsManyAsThereWere() throws Exception {
        Instance before = driver.list("api").get(0);

        Instance after = driver.restart(before, GRACE);

        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(after.addresses()).isNotEqualTo(before.addresses());
        assertThat(compose.asked)
                .containsExactly(
                        "docker compose -p shop config -q",
                        "docker compose -p shop up -d --no-deps --no-recreate --scale api=2 api");
        assertThat(compose.shelters).containsExactly(Shelter.APART);
    }

    @Test
    void aFileThatComposeCannotReadCostsNoContainer() throws Exception {
        compose.broken = "yaml: line 3: did not find expected key";
        Instance first = driver.list("api").get(0);

        DriverException failure = catchThrowableOfType(DriverException.class, () -> driver.restart(first, GRACE));

        assertThat(failure).hasMessageContaining("did not find expected key");
        assertThat(driver.inspect(first).state()).isEqualTo(Instance.State.RUNNING);
    }

    /** Compose as far as the driver asks it. */
    private final class FakeCompose extends Commands {

        private final List<String> asked = new ArrayList<>();
        private final List<Shelter> shelters = new ArrayList<>();
        private String broken = "";

        FakeCompose() {
            super(new Runner());
        }

        @Override
        Runner.Ran run(List<String> words, Duration limit) {
            asked.add(String.join(" ", words));
            return broken.isEmpty() ? new Runner.Ran(0, "") : new Runner.Ran(15, broken);
        }

        @Override
        Runner.Ran change(Shelter shelter, List<String> words, Duration limit) {
            shelters.add(shelter);
            asked.add(String.join(" ", words));
            for (int i = 1; i <= 2; i++) {
                if (!engine.has("shop-api-" + i)) {
                    engine.run("shop-api-" + i, LABELS);
                }
            }
            return new Runner.Ran(0, "");
        }
    }
}
