package io.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.driver.Drivers;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.home.Home;
import io.holdfast.cli.process.HealthCheck;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo with real processes: whatever is killed, it says so, and nothing is left behind. */
class DemoTest {
    @TempDir
    Path state;

    @BeforeAll
    static void needsTheOtherJars() {
        try {
            Home.jar("gateway");
            Home.jar("api-stub");
        } catch (IOException notBuilt) {
            assumeTrue(false, notBuilt.getMessage());
        }
    }

    @Test
    void replicasComeBackWhateverEndsThemAndTermEndsAll() throws Exception {
        try (DemoProcess demo = DemoProcess.start(state)) {
            demo.await("Ctrl-C here ends all of it");
            long first = demo.table().replicas().get(0).pid();
            HealthCheck.Answer answer = ask(demo);
            assertThat(answer.well()).as(answer.said()).isTrue();

            kill(first);
            demo.await("replica-1 (pid " + first + ") was killed (signal 9); it comes back in 2 s");
            assertThat(ask(demo).well()).isTrue();
            demo.await("replica-1 is back (pid ");
            assertThat(demo.table().replicas().get(0).pid()).isNotEqualTo(first);

            movedByItsDriver(demo);
            backsOffWhileItCannotStart(demo);

            List<ProcessHandle> children = demo.children();
            assertThat(children).hasSize(3);
            demo.terminate();
            assertThat(demo.awaitExit()).isZero();
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    private void movedByItsDriver(DemoProcess demo) throws Exception {
        try (Driver driver = Drivers.open(new DriverSettings.Processes(state))) {
            Instance two = driver.find("api", "127.0.0.1:" + demo.ports.get(3)).orElseThrow();
            assertThat(two.name()).isEqualTo("replica-2");
            assertThat(two.health()).isEqualTo(Instance.Health.HEALTHY);

            Instance again = driver.restart(two, Duration.ofSeconds(10));
            assertThat(again.labels().get("pid")).isNotEqualTo(two.labels().get("pid"));
            demo.await("replica-2 is back (pid ");
            assertThat(driver.lastLines(again, 5)).anyMatch(line -> line.startsWith("replica-2 listening on"));

            driver.stop(again, Duration.ofSeconds(10));
            assertThat(driver.inspect(again).state()).isEqualTo(Instance.State.EXITED);
            assertThat(driver.inspect(again).ending()).isEqualTo(Instance.Ending.ON_PURPOSE);
            driver.start(again);
            demo.await("replica-2 is back (pid ");
        }
    }

    private static void backsOffWhileItCannotStart(DemoProcess demo) throws Exception {
        kill(demo.table().replicas().get(0).pid());
        demo.await("it comes back in 2 s");
        try (ServerSocket other = new ServerSocket(demo.ports.get(2), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThat(demo.await("before it served: "))
                    .contains("the port is in use")
                    .endsWith("it comes back in 4 s");
        }
        demo.await("replica-1 is back (pid ");
    }

    @Test
    void theEndOfTheGatewayIsSaidAndEndsTheDemo() throws Exception {
        try (DemoProcess demo = DemoProcess.start(state)) {
            demo.await("Ctrl-C here ends all of it");
            List<ProcessHandle> children = demo.children();
            kill(demo.table().gateway());
            assertThat(demo.awaitExit()).isEqualTo(1);
            assertThat(demo.rest())
                    .contains("was killed (signal 9); its last lines:")
                    .contains("holdfast.health");
            assertThat(children).noneMatch(ProcessHandle::isAlive);
        }
    }

    @Test
    void aDemoThatIsKilledTakesItsProcessesAlong() throws Exception {
        try (DemoProcess demo = DemoProcess.start(state)) {
            demo.await("Ctrl-C here ends all of it");
            List<ProcessHandle> children = demo.children();
            demo.kill();
            for (ProcessHandle child : children) {
                child.onExit().get(30, TimeUnit.SECONDS);
            }
            try (Driver driver = Drivers.open(new DriverSettings.Processes(state))) {
                assertThatThrownBy(driver::list)
                        .isInstanceOf(DriverException.class)
                        .hasMessageContaining("no demo runs");
            }
        }
    }

    @Test
    void aPortInUseIsNamedWithItsOptionBeforeAnythingStarts() throws Exception {
        List<Integer> ports = DemoProcess.freePorts(4);
        try (ServerSocket other = new ServerSocket(ports.get(3), 1, InetAddress.getLoopbackAddress());
                DemoProcess demo = DemoProcess.startOn(ports, state)) {
            assertThat(other.isBound()).isTrue();
            assertThat(demo.awaitExit()).isEqualTo(3);
            assertThat(demo.rest())
                    .contains("port " + ports.get(3) + " is in use")
                    .contains("--replica-ports takes");
            assertThat(Files.list(state)).isEmpty();
        }
    }

    private static HealthCheck.Answer ask(DemoProcess demo) {
        return HealthCheck.ask("http://127.0.0.1:" + demo.ports.get(0) + "/api/status", Duration.ofSeconds(15));
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    }
}
