package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerDriverTest {

    @TempDir
    Path directory;

    private FakeEngine engine;
    private DockerDriver driver;

    @BeforeEach
    void open() throws IOException {
        engine = new FakeEngine(directory.resolve("docker.sock"));
        driver = new DockerDriver(new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.empty(), List.of(), List.of(), Optional.empty()));
    }

    @AfterEach
    void close() throws IOException {
        driver.close();
        engine.close();
    }

    @ParameterizedTest
    @CsvSource({"1.12,1.41,1.41", "1.24,1.47,1.47", "1.44,1.51,1.51", "1.44,1.52,1.52", "1.44,1.60,1.52"})
    void theNewestVersionThatBothSpeakIsSpoken(String oldest, String newest, String spoken) throws Exception {
        engine.speaks(oldest, newest);
        engine.run("api-1", "api");

        assertThat(driver.list()).hasSize(1);
        assertThat(engine.requests()).contains("GET /v" + spoken + "/containers/json");
    }

    @Test
    void anEngineThatIsTooOldOrTooNewIsSaid() {
        engine.speaks("1.12", "1.40");
        assertThat(catchThrowableOfType(DriverException.class, driver::list))
                .hasMessageContaining("1.40")
                .hasMessageContaining("expected: a version from 1.41");

        engine.speaks("1.60", "1.70");
        assertThat(catchThrowableOfType(DriverException.class, driver::list).kind())
                .isEqualTo(DriverException.Kind.UNSUPPORTED);
    }

    @Test
    void onlyLabelledContainersAreListedWithStateHealthAndOutput() throws Exception {
        engine.run("api-1", "api");
        engine.run("db", "");
        engine.turnUnhealthy("api-1", "connection refused\n");

        Instance instance = driver.list().get(0);
        assertThat(driver.list()).hasSize(1);
        assertThat(instance.name()).isEqualTo("api-1");
        assertThat(instance.health()).isEqualTo(Instance.Health.UNHEALTHY);
        assertThat(instance.healthOutput()).isEqualTo("connection refused (exit code 1)");
        assertThat(instance.addresses()).contains("172.17.0.2:8000");
    }

    @Test
    void aRestartThatTheEngineRefusesIsToldInItsWords() throws Exception {
        engine.run("api-1", "api");
        engine.refuseRestart("api-1", "driver failed programming external connectivity");

        DriverException refused = catchThrowableOfType(
                DriverException.class, () -> driver.restart(driver.list().get(0), Duration.ofSeconds(1)));
        assertThat(refused.kind()).isEqualTo(DriverException.Kind.FAILED);
        assertThat(refused).hasMessageContaining("driver failed programming external connectivity");
    }

    @Test
    void aMissingSocketIsAwayWithAHintAndItsReturnNeedsNothing() throws Exception {
        engine.run("api-1", "api");
        assertThat(driver.list()).hasSize(1);

        engine.vanish();
        DriverException away = catchThrowableOfType(DriverException.class, driver::list);
        assertThat(away.kind()).isEqualTo(DriverException.Kind.AWAY);
        assertThat(away).hasMessageContaining("docker.sock").hasMessageContaining("does not exist");

        engine.speaks("1.44", "1.48").open();
        assertThat(driver.list()).hasSize(1);
        assertThat(engine.requests()).contains("GET /v1.48/containers/json");
    }

    @Test
    void eventsAreToldInOrderAndThePastFromAMoment() throws Exception {
        engine.run("api-1", "api");
        BlockingQueue<DriverEvent> heard = new LinkedBlockingQueue<>();
        DriverEvent last;
        try (EventSource.Following following = driver.follow(0, listener(heard))) {
            await().until(() -> engine.followers() == 1);
            engine.stop("api-1");
            assertThat(next(heard).what()).isEqualTo(DriverEvent.What.KILLED);
            assertThat(next(heard).what()).isEqualTo(DriverEvent.What.DIED);
            last = next(heard);
            assertThat(last.what()).isEqualTo(DriverEvent.What.STOPPED);
        }

        engine.start("api-1");
        engine.crash("api-1", 3);
        try (EventSource.Following following = driver.follow(last.timeNanos(), listener(heard))) {
            assertThat(next(heard).what()).isEqualTo(DriverEvent.What.STARTED);
            DriverEvent died = next(heard);
            assertThat(died.what()).isEqualTo(DriverEvent.What.DIED);
            assertThat(died.exitCode()).hasValue(3);
        }
        assertThat(heard).isEmpty();
    }

    private static DriverEvent next(BlockingQueue<DriverEvent> heard) throws InterruptedException {
        DriverEvent event = heard.poll(10, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private static EventSource.Listener listener(BlockingQueue<DriverEvent> heard) {
        return new EventSource.Listener() {
            @Override
            public void happened(DriverEvent event) {
                heard.add(event);
            }

            @Override
            public void ended(@Nullable Throwable why) {}
        };
    }
}
