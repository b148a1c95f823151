package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.health.Outcome.Kind;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HealthRuleTest {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long T0 = -77 * SECOND;

    private final HealthRule rule = new HealthRule(1, 2, 40 * SECOND, 2 * SECOND, 250 * MS);
    private Watch watch = Watch.first(T0);
    private long now = T0;

    private void probes(Kind... kinds) {
        for (Kind kind : kinds) {
            now += 250 * MS;
            watch = rule.probed(watch, new Outcome(kind, kind.name()), false, now);
        }
    }

    private void isIn(Phase phase, Reason reason) {
        assertThat(watch.phase()).isEqualTo(phase);
        assertThat(watch.reason()).isEqualTo(reason);
    }

    private void isUp() {
        isIn(Phase.UP, Reason.NONE);
    }

    private void isStarting() {
        isIn(Phase.STARTING, Reason.NONE);
    }

    private void isUnreachable() {
        isIn(Phase.DOWN, Reason.UNREACHABLE);
    }

    private void isUnhealthy() {
        isIn(Phase.DOWN, Reason.UNHEALTHY);
    }

    @Test
    void isUpAtTheFirstGoodAnswer() {
        probes(Kind.GOOD);
        isUp();
        assertThat(watch.since()).isEqualTo(now);
        assertThat(watch.restarts()).isZero();
    }

    @Test
    void risesOnlyAfterSoManyGoodAnswersInARow() {
        HealthRule slow = new HealthRule(3, 2, 40 * SECOND, 2 * SECOND, 250 * MS);
        for (Kind kind : new Kind[] {Kind.GOOD, Kind.GOOD, Kind.NOT_READY, Kind.GOOD, Kind.GOOD}) {
            watch = slow.probed(watch, new Outcome(kind, ""), false, now);
            isStarting();
        }
        watch = slow.probed(watch, Outcome.GOOD, false, now);
        isUp();
    }

    @Test
    void aProbeThatWasNotSentCountsForNothing() {
        probes(Kind.GOOD, Kind.LOST);
        Watch before = watch;
        probes(Kind.NOT_ASKED, Kind.NOT_ASKED, Kind.NOT_ASKED);
        assertThat(watch).isEqualTo(before);
        probes(Kind.LOST);
        isUnreachable();
        probes(Kind.NOT_ASKED);
        isUnreachable();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NOT_READY", "WRONG", "REFUSED", "LOST"})
    void oneFailureOfAReplicaThatIsUpIsNotEnoughUnlessItIsRefused(Kind kind) {
        probes(Kind.GOOD, kind);
        if (kind == Kind.REFUSED) {
            isUnreachable();
        } else {
            isUp();
            assertThat(rule.nextProbe(watch, now)).isEqualTo(250 * MS);
            probes(Kind.GOOD, kind);
            isUp();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_READY, UNHEALTHY",
        "WRONG, UNHEALTHY",
        "LOST, UNREACHABLE",
    })
    void fallsAfterSoManyFailuresInARow(Kind kind, Reason reason) {
        probes(Kind.GOOD, kind, kind);
        isIn(Phase.DOWN, reason);
        assertThat(watch.lastFailure()).isEqualTo(kind.name());
        assertThat(watch.since()).isEqualTo(now);
    }

    @Test
    void theLastFailureSaysWhyItIsDown() {
        probes(Kind.GOOD, Kind.LOST, Kind.WRONG);
        isUnhealthy();
        watch = Watch.first(T0);
        probes(Kind.GOOD, Kind.WRONG, Kind.LOST);
        isUnreachable();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"NOT_READY", "LOST", "REFUSED"})
    void failuresWhileStartingDoNotTakeItDownBeforeTheStartPeriodIsOver(Kind kind) {
        while (now - T0 < 40 * SECOND - 500 * MS) {
            probes(kind);
            isStarting();
        }
        probes(kind, kind, kind);
        assertThat(watch.phase()).isEqualTo(Phase.DOWN);
        assertThat(watch.reason()).isEqualTo(kind == Kind.NOT_READY ? Reason.UNHEALTHY : Reason.UNREACHABLE);
    }

    @Test
    void aWrongHealthPathIsFoundOutAtOnceSoThatTrafficFlows() {
        probes(Kind.WRONG);
        isStarting();
        probes(Kind.WRONG);
        isUnhealthy();
    }

    @Test
    void aReplicaThatWasRefusedAndStartsAgainIsStarting() {
        probes(Kind.GOOD, Kind.REFUSED, Kind.REFUSED, Kind.NOT_READY);
        isStarting();
        assertThat(watch.restarts()).isEqualTo(1);
        probes(Kind.NOT_READY, Kind.NOT_READY, Kind.LOST, Kind.LOST, Kind.LOST);
        isStarting();
        probes(Kind.GOOD);
        isUp();
        assertThat(watch.restarts()).isEqualTo(1);
    }

    @Test
    void theStartPeriodOfTheNextProcessBeginsWithItsFirstAnswer() {
        probes(Kind.GOOD, Kind.REFUSED);
        now += 3600 * SECOND;
        probes(Kind.NOT_READY);
        long began = now;
        while (now - began < 39 * SECOND) {
            probes(Kind.NOT_READY);
            isStarting();
        }
        now += SECOND;
        probes(Kind.NOT_READY);
        isUnhealthy();
    }

    @Test
    void aReplicaThatComesBackWellIsUpAtOnce() {
        probes(Kind.GOOD, Kind.REFUSED, Kind.GOOD);
        isUp();
        assertThat(watch.restarts()).isEqualTo(1);
    }

    @Test
    void aReplicaThatComesBackWithAWrongPathIsUnhealthyAtOnce() {
        probes(Kind.WRONG, Kind.WRONG, Kind.REFUSED);
        isUnreachable();
        probes(Kind.WRONG);
        isUnhealthy();
        assertThat(watch.restarts()).isEqualTo(1);
    }

    @Test
    void aHangIsNoRestart() {
        probes(Kind.GOOD, Kind.LOST, Kind.LOST);
        isUnreachable();
        probes(Kind.NOT_READY);
        isUnhealthy();
        probes(Kind.GOOD);
        isUp();
        assertThat(watch.restarts()).isZero();
    }

    @Test
    void whatNeverAnsweredHasNotRestarted() {
        probes(Kind.REFUSED, Kind.REFUSED, Kind.LOST, Kind.REFUSED, Kind.GOOD);
        isUp();
        assertThat(watch.restarts()).isZero();
    }

    @Test
    void aCrashLoopCountsEveryProcess() {
        probes(Kind.GOOD);
        for (int i = 1; i <= 5; i++) {
            probes(Kind.REFUSED, Kind.REFUSED, Kind.NOT_READY);
            isStarting();
            assertThat(watch.restarts()).isEqualTo(i);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatIsUnreachableStaysSoUntilItAnswers(Kind kind) {
        probes(Kind.GOOD, Kind.LOST, Kind.LOST, kind);
        switch (kind) {
            case GOOD -> isUp();
            case WRONG, NOT_READY -> isUnhealthy();
            default -> isUnreachable();
        }
    }

    @Test
    void theUnhealthyStaysInUseUntilItIsLostSoManyTimes() {
        probes(Kind.GOOD, Kind.NOT_READY, Kind.NOT_READY, Kind.NOT_READY, Kind.NOT_READY);
        isUnhealthy();
        long since = watch.since();
        probes(Kind.LOST, Kind.NOT_READY, Kind.LOST);
        isUnhealthy();
        probes(Kind.LOST);
        isUnreachable();
        assertThat(watch.since()).isEqualTo(since);
        probes(Kind.NOT_READY);
        isUnhealthy();
        probes(Kind.REFUSED);
        isUnreachable();
    }

    // ---- rule 7

    private void suspectAndLose(boolean last, long age) {
        probes(Kind.GOOD);
        watch = rule.probed(watch.suspect(now), new Outcome(Kind.LOST, "late"), last, now + age);
    }

    @Test
    void silenceAndOneLostProbeTakeItDownWhateverFallSays() {
        suspectAndLose(false, HealthRule.SUSPICION_NANOS);
        isUnreachable();
    }

    @Test
    void silenceNeverTakesDownTheLastUsableReplica() {
        suspectAndLose(true, 0);
        isUp();
        watch = rule.probed(watch, new Outcome(Kind.LOST, "late"), true, now);
        isUnreachable(); // fall counts for it as for any other
    }

    @Test
    void anOldSuspicionIsOver() {
        suspectAndLose(false, HealthRule.SUSPICION_NANOS + 1);
        isUp();
    }

    @ParameterizedTest
    @EnumSource(
            value = Kind.class,
            names = {"GOOD", "NOT_READY", "WRONG"})
    void anAnswerToTheProbeEndsTheSuspicion(Kind kind) {
        probes(Kind.GOOD);
        watch = rule.probed(watch.suspect(now), new Outcome(kind, ""), false, now);
        watch = rule.probed(watch.counts(0, 0), new Outcome(Kind.LOST, ""), false, now);
        isUp();
    }

    // ---- refusals of requests

    @Test
    void aRefusedRequestTakesItDownAtOnce() {
        probes(Kind.GOOD);
        watch = rule.refusedRequest(watch, "connection refused", now);
        isUnreachable();
        assertThat(watch.lastFailure()).isEqualTo("connection refused");
        probes(Kind.GOOD);
        isUp();
        assertThat(watch.restarts()).isEqualTo(1);
    }

    @Test
    void aRefusedRequestInPanicTakesTheUnhealthyDown() {
        probes(Kind.WRONG, Kind.WRONG);
        watch = rule.refusedRequest(watch, "connection refused", now);
        isUnreachable();
    }

    @Test
    void aRefusedRequestWhileStartingChangesNothing() {
        watch = rule.refusedRequest(watch, "connection refused", now);
        isStarting();
    }

    // ---- when to ask again

    @ParameterizedTest
    @ValueSource(strings = {"STARTING", "DOWN", "UP"})
    void asksOftenWhileItIsNotUp(Phase phase) {
        Watch w = watch.to(phase, Reason.NONE, now);
        assertThat(rule.nextProbe(w, now)).isEqualTo(phase == Phase.UP ? 2 * SECOND : 250 * MS);
    }

    @Test
    void neverAsksLessOftenWhileDownThanWhileUp() {
        HealthRule fast = new HealthRule(1, 2, 0, 100 * MS, 250 * MS);
        assertThat(fast.nextProbe(watch, now)).isEqualTo(100 * MS);
    }

    @Test
    void aProcessThatHasGoneIsAskedForSoonAndLessOftenTheLongerItIsAway() {
        probes(Kind.GOOD, Kind.REFUSED);
        long gone = now;
        assertThat(rule.nextProbe(watch, gone)).isEqualTo(50 * MS);
        assertThat(rule.nextProbe(watch, gone + 2500 * MS)).isEqualTo(50 * MS);
        assertThat(rule.nextProbe(watch, gone + 5 * SECOND)).isEqualTo(100 * MS);
        assertThat(rule.nextProbe(watch, gone + 3600 * SECOND)).isEqualTo(250 * MS);
    }

    @Test
    void aReplicaThatMayNotBeGoneIsNotAskedMoreOften() {
        probes(Kind.GOOD, Kind.LOST, Kind.LOST);
        isUnreachable();
        assertThat(rule.nextProbe(watch, now)).isEqualTo(250 * MS);
    }

    @Test
    void neverAsksMoreOftenThanItsDownIntervalWhenThatIsShorter() {
        HealthRule eager = new HealthRule(1, 2, 0, 2 * SECOND, 10 * MS);
        probes(Kind.GOOD, Kind.REFUSED);
        assertThat(eager.nextProbe(watch, now)).isEqualTo(10 * MS);
    }

    @Test
    void withoutAStartPeriodFailuresCountFromTheFirst() {
        HealthRule strict = new HealthRule(1, 1, 0, 2 * SECOND, 250 * MS);
        assertThat(strict.probed(watch, new Outcome(Kind.NOT_READY, ""), false, now)
                        .phase())
                .isEqualTo(Phase.DOWN);
        assertThat(strict.probed(watch, new Outcome(Kind.LOST, ""), false, now).unreachable())
                .isTrue();
        assertThat(strict.probed(watch, new Outcome(Kind.REFUSED, ""), false, now)
                        .unreachable())
                .isTrue();
    }
}
