package io.holdfast.cli.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.time.SystemTicker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The process driver against a keeper that carries out orders; against a whole demo, {@code DemoTest}. */
class ProcessDriverTest extends DriverContract {

    @TempDir
    Path here;

    private ScriptedKeeper keeper;
    private Driver driver;

    @BeforeEach
    void begin() throws Exception {
        keeper = new ScriptedKeeper(here, addresses());
        driver = new ProcessDriver(new DriverSettings.Processes(here), new SystemTicker());
    }

    @AfterEach
    void end() throws Exception {
        driver.close();
        keeper.close();
    }

    @Override
    Driver driver() {
        return driver;
    }

    @Override
    List<String> addresses() {
        return List.of("127.0.0.1:8001", "127.0.0.1:8002");
    }

    @Test
    void anOrderThatFailedIsAFailureWithItsReason() throws Exception {
        keeper.refuse("no more processes");
        Instance first = driver.list("api").get(0);

        assertThat(catchThrowableOfType(DriverException.class, () -> driver.stop(first, Duration.ZERO)))
                .hasMessage("stop api-8001: no more processes");
    }

    @Test
    void withoutAKeeperItIsAway() throws Exception {
        keeper.close();

        assertThat(catchThrowableOfType(DriverException.class, () -> driver.list())
                        .kind())
                .isEqualTo(Kind.AWAY);
    }
}
