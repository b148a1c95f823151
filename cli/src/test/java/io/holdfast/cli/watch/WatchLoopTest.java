package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.driver.Drivers;
import io.holdfast.cli.driver.FakeEngine;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.notice.Notice;
import io.holdfast.cli.restart.ServiceLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch against an engine over a unix socket: events, its own restarts, a socket that goes and comes back. */
class WatchLoopTest {

    private static final WatchPolicy POLICY = new WatchPolicy(
            true,
            Duration.ZERO,
            Duration.ofMillis(200),
            Duration.ofSeconds(1),
            3,
            1,
            Duration.ofMillis(100),
            3,
            Duration.ofMinutes(5),
            10,
            Duration.ofHours(1));

    @TempDir
    Path directory;

    private FakeEngine engine;
    private final List<LogEntry> logged = new CopyOnWriteArrayList<>();
    private final List<Notice> told = new CopyOnWriteArrayList<>();
    private final List<String> gateway = new CopyOnWriteArrayList<>();
    private final AtomicInteger owing = new AtomicInteger();
    private OnDrain onDrain = hurried -> {};
    private Running running;

    /** A watch on its thread. */
    private record Running(WatchLoop loop, Thread thread, Source source) {}

    @BeforeEach
    void open() throws Exception {
        engine = new FakeEngine(directory.resolve("docker.sock"));
        engine.run("api-1", "api");
        engine.run("api-2", "api");
    }

    @AfterEach
    void close() throws Exception {
        if (running != null) {
            end();
        }
        engine.close();
    }

    @Test
    void anUnhealthyContainerIsDrainedRestartedAndToldWithItsRecovery() throws Exception {
        begin();
        engine.turnUnhealthy("api-1", "connection refused");

        await().until(() -> kinds().contains(Notice.Kind.RECOVERY));
        assertThat(engine.restarts("api-1")).isEqualTo(1);
        assertThat(engine.restarts("api-2")).isZero();
        assertThat(gateway).containsExactly("drain api-1", "undrain api-1");
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.RECOVERY);
        assertThat(told.get(0).reason()).isEqualTo("unhealthy: connection refused (exit code 1)");
    }

    @Test
    void aCrashIsRestartedAndAStopIsLeftAlone() throws Exception {
        begin();
        engine.stop("api-1");
        engine.crash("api-2", 0);

        await().until(() -> engine.restarts("api-2") == 1);
        await().until(() -> events("left-alone") == 1);
        assertThat(engine.restarts("api-1")).isZero();
        assertThat(told).noneMatch(notice -> notice.instance().equals("api-1"));
    }

    @Test
    void aStopWhileTheWatchWasAwayIsKnownByTheEnginesMemory() throws Exception {
        begin();
        await().until(() -> engine.followers() == 1);
        end();
        engine.stop("api-1");
        begin();

        await().until(() -> events("left-alone") == 1);
        assertThat(engine.restarts("api-1")).isZero();
    }

    @Test
    void aKillForWantOfMemoryIsSaidAsSuch() throws Exception {
        begin();
        engine.killForMemory("api-1");

        await().until(() -> engine.restarts("api-1") == 1);
        assertThat(told.get(told.size() - 1).reason()).contains("want of memory");
    }

    @Test
    void aFailedRestartNeverEndsTheWatchAndIsGivenUpAfterItsLimit() throws Exception {
        engine.policy("api-1", "unless-stopped");
        engine.refuseRestart("api-1", "no space left on device");
        begin();
        engine.turnUnhealthy("api-1", "stuck");

        await().until(() -> kinds().contains(Notice.Kind.GAVE_UP));
        assertThat(engine.restarts("api-1")).isEqualTo(3);
        assertThat(logged)
                .filteredOn(entry -> entry.event().equals("restart-failed"))
                .hasSize(3)
                .allMatch(entry -> entry.message().contains("no space left on device"));

        engine.turnUnhealthy("api-2", "too");
        await().until(() -> engine.restarts("api-2") == 1);
    }

    @Test
    void aSocketThatGoesIsSaidOnceAndComesBackWithItsCounts() throws Exception {
        engine.afterStart("api-1", "unhealthy");
        begin();
        engine.turnUnhealthy("api-1", "stuck");
        await().until(() -> engine.restarts("api-1") >= 1);
        int made = engine.restarts("api-1");
        engine.vanish();
        await().until(() -> events("engine-away") == 1);
        int looks = engine.requests().size();
        engine.open();

        await().until(() -> events("engine-back") == 1);
        await().until(() -> kinds().contains(Notice.Kind.GAVE_UP));
        assertThat(events("engine-away")).isEqualTo(1);
        assertThat(engine.requests()).hasSizeGreaterThan(looks);
        assertThat(engine.restarts("api-1")).describedAs("counted over the gap").isBetween(made, 4);
        assertThat(kinds()).containsOnlyOnce(Notice.Kind.INCIDENT);
    }

    @Test
    void itsMemoryIsOnDiskAndTheNextWatchGoesOn() throws Exception {
        engine.afterStart("api-1", "unhealthy");
        begin();
        engine.turnUnhealthy("api-1", "stuck");
        await().until(() -> kinds().contains(Notice.Kind.GAVE_UP));
        end();
        assertThat(Files.readString(directory.resolve("state/watch.json"))).contains("\"givenUp\":true");

        begin();
        await().until(() -> events("status") > 6);
        assertThat(engine.restarts("api-1")).isEqualTo(3);
        assertThat(kinds()).containsExactly(Notice.Kind.INCIDENT, Notice.Kind.GAVE_UP);
    }

    @Test
    void pausedAndMaintenanceAreLeftAlone() throws Exception {
        engine.label("api-1", "holdfast.maintenance", "true");
        begin();
        engine.turnUnhealthy("api-1", "being worked on");
        engine.pause("api-2");

        await().until(() -> events("left-alone") == 2);
        assertThat(told).isEmpty();
        assertThat(engine.restarts("api-1") + engine.restarts("api-2")).isZero();
    }

    @Test
    void whileARoundHasTheServiceNothingOfItIsRestartedAndThatIsSaidOnce() throws Exception {
        try (ServiceLock round =
                ServiceLock.take(directory.resolve("state"), "api").orElseThrow()) {
            begin();
            engine.turnUnhealthy("api-1", "stuck");
            await().until(() -> events("wait") == 1);
            long before = events("status");
            await().until(() -> events("status") >= before + 6);

            assertThat(events("wait")).isEqualTo(1);
            assertThat(logged)
                    .filteredOn(entry -> entry.event().equals("wait"))
                    .extracting(LogEntry::message)
                    .containsExactly("restart waits: a restart of api is under way");
            assertThat(engine.restarts("api-1")).isZero();
            assertThat(gateway).isEmpty();
        }

        await().until(() -> engine.restarts("api-1") == 1);
        await().until(() -> kinds().contains(Notice.Kind.RECOVERY));
    }

    @Test
    void noRoundBeginsWhileTheWatchRestarts() throws Exception {
        CountDownLatch draining = new CountDownLatch(1);
        CountDownLatch drained = new CountDownLatch(1);
        onDrain = hurried -> {
            draining.countDown();
            drained.await(10, TimeUnit.SECONDS);
        };
        begin();
        engine.turnUnhealthy("api-1", "stuck");

        assertThat(draining.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(ServiceLock.take(directory.resolve("state"), "api")).isEmpty();
        drained.countDown();
        await().until(() -> events("restarted") == 1);
        try (ServiceLock round =
                ServiceLock.take(directory.resolve("state"), "api").orElseThrow()) {
            assertThat(round).isNotNull();
        }
    }

    @Test
    void aStopWhileItDrainsUndoesTheDrainAndRestartsNothing() throws Exception {
        CountDownLatch draining = new CountDownLatch(1);
        onDrain = hurried -> {
            draining.countDown();
            await().until(hurried::getAsBoolean);
        };
        begin();
        engine.turnUnhealthy("api-1", "stuck");
        assertThat(draining.await(10, TimeUnit.SECONDS)).isTrue();

        end();

        assertThat(gateway).containsExactly("drain api-1", "undrain api-1");
        assertThat(engine.restarts("api-1")).isZero();
        assertThat(Files.readString(directory.resolve("state/watch.json"))).doesNotContain("\"restartingSince\":1");
    }

    @Test
    void aStopWhileItRestartsWaitsForTheEndOfItAndRemembersIt() throws Exception {
        CountDownLatch go = engine.holdRestarts();
        begin();
        engine.turnUnhealthy("api-1", "stuck");
        await().until(() -> engine.requests().stream().anyMatch(line -> line.endsWith("/restart")));

        running.loop().stop();
        await().until(() -> events("ending") == 1);
        assertThat(running.thread().isAlive()).isTrue();
        assertThat(gateway).containsExactly("drain api-1");
        go.countDown();
        end();

        assertThat(engine.restarts("api-1")).isEqualTo(1);
        assertThat(gateway).containsExactly("drain api-1", "undrain api-1");
        assertThat(events("restarted")).isEqualTo(1);
    }

    @Test
    void whatAGatewayIsOwedIsTriedAgainWithoutWaitingForALook() throws Exception {
        owing.set(1);
        begin();

        await().until(() -> gateway.contains("settle"));
        assertThat(gateway).containsExactly("settle");
    }

    private List<Notice.Kind> kinds() {
        return told.stream().map(Notice::kind).toList();
    }

    private long events(String event) {
        return logged.stream().filter(entry -> entry.event().equals(event)).count();
    }

    private void begin() throws Exception {
        DriverSettings.Docker docker = new DriverSettings.Docker(
                Optional.of(engine.host()), Optional.empty(), List.of(), List.of(), Optional.empty());
        Source source = new Source(
                "docker", Drivers.open(docker), Set.of(), one -> true, Duration.ofSeconds(1), Duration.ofSeconds(1));
        StateFile file = new StateFile(directory.resolve("state/watch.json"));
        WatchState state = file.read();
        WatchLoop loop = new WatchLoop(
                List.of(source),
                new Watch(POLICY, state, "host", () -> 0.5),
                state,
                file,
                new RecordingGateway(),
                new Rounds(directory.resolve("state")),
                Supervisor.NONE,
                logged::add,
                told::add,
                Clock.systemUTC(),
                Duration.ofMillis(200));
        int before = logged.size();
        Thread thread = new Thread(
                () -> {
                    try {
                        loop.run();
                    } catch (InterruptedException ended) {
                        Thread.currentThread().interrupt();
                    }
                },
                "watch-under-test");
        thread.start();
        running = new Running(loop, thread, source);
        await().until(() -> logged.size() > before);
    }

    private void end() throws Exception {
        running.loop().stop();
        running.thread().join(10_000);
        assertThat(running.thread().isAlive()).isFalse();
        running.source().driver().close();
    }

    private final class RecordingGateway implements Replicas {
        @Override
        public Map<String, Boolean> usable(List<Instance> instances) {
            return Map.of();
        }

        @Override
        public void drain(Instance instance, Duration wait, BooleanSupplier hurried) {
            gateway.add("drain " + instance.name());
            try {
                onDrain.accept(hurried);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        }

        @Override
        public void undrain(Instance instance) {
            gateway.add("undrain " + instance.name() + (Thread.currentThread().isInterrupted() ? " interrupted" : ""));
        }

        @Override
        public boolean owes() {
            return owing.get() > 0;
        }

        @Override
        public void settle() {
            gateway.add("settle");
            owing.decrementAndGet();
        }
    }

    /** What a test does while an instance is drained. */
    private interface OnDrain {
        void accept(BooleanSupplier hurried) throws Exception;
    }
}
