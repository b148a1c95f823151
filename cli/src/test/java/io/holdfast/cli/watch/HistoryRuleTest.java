package io.holdfast.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.driver.DriverEvent;
import io.holdfast.cli.driver.DriverEvent.What;
import io.holdfast.cli.driver.Instance.Health;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class HistoryRuleTest {

    private static final long NOW = 1_000_000_000L;

    private final Watched known = new Watched();

    @Test
    void anEndByItselfCounts() {
        heard(What.DIED, NOW);

        assertThat(known.ends).containsExactly(NOW);
        assertThat(known.stopped).isFalse();
    }

    @Test
    void aStopBySomebodyIsMeantThoughTheEngineTellsTheDeathFirst() {
        heard(What.KILLED, NOW, 15);
        heard(What.DIED, NOW + 10);
        heard(What.STOPPED, NOW + 11);

        assertThat(known.stopped).isTrue();
        assertThat(known.ends).isEmpty();
    }

    @Test
    void aStopToldWithoutItsSignalTakesTheEndBack() {
        heard(What.DIED, NOW);
        heard(What.STOPPED, NOW + 1);

        assertThat(known.stopped).isTrue();
        assertThat(known.ends).isEmpty();
    }

    @Test
    void aKillThroughTheEngineIsMeant() {
        heard(What.KILLED, NOW, 9);
        heard(What.DIED, NOW + 5);

        assertThat(known.stopped).isTrue();
    }

    @Test
    void foundEndedAfterASignalItWasMeantThoughItsDeathIsNotToldYet() {
        heard(What.KILLED, NOW, 15);
        HistoryRule.looked(known, Instances.exited("a", 143), NOW + 5);

        assertThat(known.stopped).isTrue();
    }

    @Test
    void aSignalThatDoesNotEndAProcessIsNoStop() {
        heard(What.KILLED, NOW, 1);
        heard(What.DIED, NOW + 5);

        assertThat(known.stopped).isFalse();
        assertThat(known.ends).hasSize(1);
    }

    @Test
    void startedAgainItIsWatchedAgain() {
        heard(What.STOPPED, NOW);
        heard(What.STARTED, NOW + 1000);

        assertThat(known.stopped).isFalse();
    }

    @Test
    void theWatchsOwnRestartIsNeitherAStopNorAnEnd() {
        known.restartingSince = NOW;
        heard(What.KILLED, NOW, 15);
        heard(What.DIED, NOW + 1);
        heard(What.STOPPED, NOW + 2);
        known.restartingSince = 0;
        known.restartedAt = NOW + 2;
        heard(What.DIED, NOW + 100);

        assertThat(known.stopped).isFalse();
        assertThat(known.ends).isEmpty();
    }

    @Test
    void aNewRunThatNoEventToldOfMeansAnEnd() {
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW), NOW);
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW + 5000), NOW + 6000);

        assertThat(known.ends).containsExactly(NOW + 5000);
    }

    @Test
    void aNewRunAfterAToldEndIsNotCountedTwice() {
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW), NOW);
        heard(What.DIED, NOW + 4000);
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW + 5000), NOW + 6000);

        assertThat(known.ends).containsExactly(NOW + 4000);
    }

    @Test
    void aRestartBySomebodyIsNoEnd() {
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW), NOW);
        heard(What.KILLED, NOW + 4000, 15);
        heard(What.DIED, NOW + 4001);
        heard(What.STOPPED, NOW + 4002);
        heard(What.STARTED, NOW + 4003);
        HistoryRule.looked(known, Instances.running("a", Health.NONE, NOW + 4003), NOW + 6000);

        assertThat(known.ends).isEmpty();
        assertThat(known.stopped).isFalse();
    }

    private void heard(What what, long at) {
        HistoryRule.heard(known, event(what, at, OptionalInt.empty()), at);
    }

    private void heard(What what, long at, int signal) {
        HistoryRule.heard(known, event(what, at, OptionalInt.of(signal)), at);
    }

    private static DriverEvent event(What what, long at, OptionalInt signal) {
        return new DriverEvent(at * 1_000_000, "id-a", "a", "api", what, OptionalInt.empty(), signal);
    }
}
