package io.holdfast.cli.driver;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The Docker driver against an engine over a unix socket; against a real one {@link DockerDriverOnEngineTest}. */
class DockerDriverContractTest extends DriverContract {

    @TempDir
    Path here;

    private FakeEngine engine;
    private Driver driver;

    @BeforeEach
    void begin() throws Exception {
        engine = new FakeEngine(here.resolve("docker.sock"));
        engine.run("api-1", "api");
        engine.run("api-2", "api");
        driver = Drivers.open(new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.empty(), List.of(), List.of(), Optional.empty()));
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

    @Override
    List<String> addresses() {
        return List.of("172.17.0.2:8000", "172.17.0.3:8000");
    }
}
