package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.driver.DriverEvent.What;
import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Docker driver on a real engine. */
class DockerDriverOnEngineTest extends DriverContract {

    private RealEngine engine;
    private Driver driver;
    private List<String> addresses;
    private List<String> ids;

    @BeforeEach
    void begin() throws Exception {
        engine = RealEngine.open();
        int first = RealEngine.freePort();
        int second = RealEngine.freePort();
        ids = List.of(
                engine.start("holdfast-test-1", first, labels(first)),
                engine.start("holdfast-test-2", second, labels(second)));
        addresses = List.of("127.0.0.1:" + first, "localhost:" + second);
        driver = Drivers.open(new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.empty(), List.of(), List.of(), Optional.empty()));
    }

    private static Map<String, String> labels(int port) {
        return Map.of("holdfast.service", "api", "holdfast.port", "" + port);
    }

    @AfterEach
    void end() throws Exception {
        if (driver != null) {
            driver.close();
        }
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    Driver driver() {
        return driver;
    }

    @Override
    List<String> addresses() {
        return addresses;
    }

    @Test
    void healthIsTheContainersOwnWithItsLastWords() throws Exception {
        Instance first = driver.list("api").get(0);
        Until.until(() -> driver.inspect(first), one -> one.health() == Health.HEALTHY);

        engine.sicken(ids.get(0));

        Instance sick = Until.until(() -> driver.inspect(first), one -> one.health() == Health.UNHEALTHY);
        assertThat(sick.healthOutput()).isEqualTo("I am sick (exit code 1)");
        assertThat(sick.state()).isEqualTo(State.RUNNING);
        assertThat(sick.serving()).isFalse();

        Instance after = driver.restart(sick, Duration.ofSeconds(5));
        assertThat(after.startedAt().orElseThrow()).isAfter(sick.startedAt().orElseThrow());
        Until.until(() -> driver.inspect(first), one -> one.health() == Health.HEALTHY);
    }

    @Test
    void oneThatEndedSaysHow() throws Exception {
        Instance first = driver.list("api").get(0);

        engine.kill(ids.get(0));

        Instance ended = Until.until(() -> driver.inspect(first), one -> one.state() == State.EXITED);
        assertThat(ended.exitCode()).hasValue(137);
        assertThat(ended.outOfMemory()).isFalse();
        assertThat(ended.health()).isEqualTo(Health.NONE);
    }

    @Test
    void eventsAreToldAsTheyHappen() throws Exception {
        List<DriverEvent> events = new CopyOnWriteArrayList<>();
        Instance first = driver.list("api").get(0);
        Until.until(() -> driver.inspect(first), one -> one.health() == Health.HEALTHY);
        try (EventSource.Following following = ((EventSource) driver).follow(0, new Recorder(events))) {
            driver.restart(first, Duration.ofSeconds(5));

            Until.until(() -> ofFirst(events), seen -> seen.contains(What.STARTED));
            assertThat(ofFirst(events)).contains(What.KILLED, What.DIED, What.STARTED);
            engine.sicken(ids.get(0));
            Until.until(() -> ofFirst(events), seen -> seen.contains(What.UNHEALTHY));
            assertThat(events).allMatch(event -> event.service().equals("api"));
        }
    }

    private static List<What> ofFirst(List<DriverEvent> events) {
        return events.stream()
                .filter(event -> event.name().equals("holdfast-test-1"))
                .map(DriverEvent::what)
                .toList();
    }

    private record Recorder(List<DriverEvent> events) implements EventSource.Listener {
        @Override
        public void happened(DriverEvent event) {
            events.add(event);
        }

        @Override
        public void ended(Throwable why) {
            // Not looked at.
        }
    }

    @Test
    void oneThatIsGoneIsNotFound() throws Exception {
        Instance first = driver.list("api").get(0);
        engine.remove(ids.get(0));

        assertThat(catchThrowableOfType(DriverException.class, () -> driver.inspect(first))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(catchThrowableOfType(DriverException.class, () -> driver.start(first))
                        .kind())
                .isEqualTo(Kind.NOT_FOUND);
        assertThat(driver.list("api")).hasSize(1);
    }

    @Test
    void logsAreReadFromTheEnd() throws Exception {
        Instance first = driver.list("api").get(0);
        driver.restart(first, Duration.ofSeconds(5));

        List<String> lines = Until.until(
                () -> driver.lastLines(first, 2),
                found -> found.size() == 2 && found.get(1).startsWith("serving on"));
        assertThat(lines.get(0)).isEqualTo("ended");
    }
}
