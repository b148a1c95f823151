package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultRuleTest {

    private static final long NOW = 1_000_000_000L;

    private final FaultRule rule = new FaultRule(WatchPolicy.DEFAULT);
    private final Watched known = new Watched();

    @Test
    void runningAndHealthyOrWithoutACheckIsWell() {
        assertThat(judge(Instances.running("a", Health.HEALTHY, 1))).isEqualTo(new Finding.Well());
        assertThat(judge(Instances.running("a", Health.NONE, 1))).isEqualTo(new Finding.Well());
    }

    @Test
    void itsOwnStartPeriodIsRespected() {
        assertThat(judge(Instances.running("a", Health.STARTING, 1))).isEqualTo(new Finding.Starting());
    }

    @Test
    void theConfiguredStartPeriodIsRespectedToo() {
        WatchPolicy patient = new WatchPolicy(
                true,
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                5,
                1,
                Duration.ofSeconds(30),
                3,
                Duration.ofMinutes(5),
                4,
                Duration.ofHours(1));
        FaultRule patientRule = new FaultRule(patient);

        assertThat(patientRule.judge(Instances.unhealthy("a", "", NOW - 59_999), known, NOW))
                .isEqualTo(new Finding.Starting());
        assertThat(patientRule.judge(Instances.unhealthy("a", "", NOW - 60_000), known, NOW))
                .isInstanceOf(Finding.Broken.class);
    }

    @Test
    void unhealthyTellsTheLastOutputOfItsCheck() {
        assertThat(judge(Instances.unhealthy("a", "connection refused (exit code 7)", 1)))
                .isEqualTo(broken(Fault.Kind.UNHEALTHY, "unhealthy: connection refused (exit code 7)"));
    }

    @Test
    void anEndThatNobodyAskedForIsAFaultWhateverTheExitCode() {
        known.seenRunning = true;

        assertThat(judge(Instances.exited("a", 0))).isEqualTo(broken(Fault.Kind.EXITED, "exited (exit code 0)"));
        assertThat(judge(Instances.exited("a", 3))).isEqualTo(broken(Fault.Kind.EXITED, "exited (exit code 3)"));
    }

    @Test
    void whatSomebodyStoppedIsLeftAlone() {
        known.seenRunning = true;
        known.stopped = true;

        assertThat(judge(Instances.exited("a", 1))).isInstanceOf(Finding.LeftAlone.class);
    }

    @Test
    void whatItsEngineSaysWasStoppedOnPurposeIsLeftAloneUnlessTheWatchItselfFailedToRestartIt() {
        Instance stopped = Instances.of(
                "a", State.EXITED, Health.NONE, 1, Ending.ON_PURPOSE, OptionalInt.of(137), false, "", Map.of());
        assertThat(judge(stopped)).isInstanceOf(Finding.LeftAlone.class);

        known.restartFailed = true;
        assertThat(judge(stopped)).isInstanceOf(Finding.Broken.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 130, 137, 143})
    void whatEndedPolitelyBeforeTheWatchBeganIsLeftAlone(int code) {
        assertThat(judge(Instances.exited("a", code))).isInstanceOf(Finding.LeftAlone.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 139})
    void whatFailedBeforeTheWatchBeganIsAFault(int code) {
        assertThat(judge(Instances.exited("a", code))).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void anEndForWantOfMemoryIsSaidAsSuchEvenIfItLooksLikeAStop() {
        Instance killed = Instances.of(
                "a", State.EXITED, Health.NONE, 1, Ending.UNKNOWN, OptionalInt.of(137), true, "", Map.of());

        assertThat(judge(killed))
                .isEqualTo(broken(Fault.Kind.OUT_OF_MEMORY, "killed for want of memory (exit code 137)"));
    }

    @Test
    void startedAgainByItsEngineOnceIsItsBusinessThreeTimesIsALoop() {
        Instance restarting = Instances.of(
                "a", State.RESTARTING, Health.NONE, 1, Ending.NONE, OptionalInt.of(1), false, "", Map.of());
        known.ends.add(NOW - 1000);
        known.ends.add(NOW - 500);
        assertThat(judge(restarting)).isEqualTo(new Finding.Starting());

        known.ends.add(NOW - 100);
        assertThat(judge(restarting))
                .isEqualTo(broken(Fault.Kind.RESTART_LOOP, "restart loop: ended 3 times within 300 s (exit code 1)"));
        assertThat(judge(Instances.running("a", Health.NONE, 1)))
                .describedAs("a loop between two ends is still a loop")
                .isInstanceOf(Finding.Broken.class);
    }

    @Test
    void oldEndsAreNoLoop() {
        for (int i = 0; i < 5; i++) {
            known.ends.add(NOW - Duration.ofMinutes(5).toMillis() - i);
        }

        assertThat(judge(Instances.running("a", Health.NONE, 1))).isEqualTo(new Finding.Well());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAUSED", "CREATED", "REMOVING", "UNKNOWN"})
    void statesThatAreSomebodysWillAreLeftAlone(String state) {
        Instance instance = Instances.of(
                "a", State.valueOf(state), Health.UNHEALTHY, 1, Ending.NONE, OptionalInt.empty(), false, "", Map.of());

        assertThat(judge(instance)).isInstanceOf(Finding.LeftAlone.class);
    }

    @Test
    void theMaintenanceLabelWinsOverEverything() {
        Instance instance = Instances.labelled(Instances.exited("a", 1), "holdfast.maintenance", "true");
        assertThat(judge(instance)).isInstanceOf(Finding.LeftAlone.class);

        Instance not = Instances.labelled(Instances.exited("a", 1), "holdfast.maintenance", "false");
        assertThat(judge(not)).isInstanceOf(Finding.Broken.class);
    }

    @Test
    void deadIsAFault() {
        Instance dead =
                Instances.of("a", State.DEAD, Health.NONE, 1, Ending.UNKNOWN, OptionalInt.empty(), false, "", Map.of());

        assertThat(judge(dead)).isInstanceOf(Finding.Broken.class);
    }

    private Finding judge(Instance instance) {
        return rule.judge(instance, known, NOW);
    }

    private static Finding broken(Fault.Kind kind, String reason) {
        return new Finding.Broken(new Fault(kind, reason));
    }
}
