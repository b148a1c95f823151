package io.holdfast.gateway.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LoadTest {

    private static final long MS = 1_000_000L;
    private static final long T0 = -5_000_000_000_000L;

    private final Load load = new Load();

    @Test
    void isUnknownBeforeTheFirstSampleAndExactAfterIt() {
        assertThat(load.estimate(T0)).isZero();
        load.sample(T0, 800 * MS);
        assertThat(load.estimate(T0)).isEqualTo(800.0 * MS);
        assertThat(load.millis()).isEqualTo(800.0);
    }

    @Test
    void oneSlowAnswerLiftsItEightTimesAndThreeShowThatTheReplicaIsSlow() {
        load.sample(T0, 2 * MS);
        load.sample(T0, 60_000 * MS);
        assertThat(load.millis()).isEqualTo(16);
        load.sample(T0, 800 * MS);
        load.sample(T0, 800 * MS);
        assertThat(load.millis()).isEqualTo(800);
    }

    @Test
    void aPeakIsForgottenAfterAFewShortAnswers() {
        load.sample(T0, 2 * MS);
        for (int i = 0; i < 3; i++) {
            load.sample(T0, 800 * MS);
        }
        for (int i = 0; i < 4; i++) {
            load.sample(T0, 2 * MS);
        }
        assertThat(load.millis()).isBetween(2.0, 20.0);
        for (int i = 0; i < 10; i++) {
            load.sample(T0, 2 * MS);
        }
        assertThat(load.millis()).isCloseTo(2, within(0.5));
    }

    @Test
    void whatIsSlowAsEverAfterLongIdlenessIsKnownAsSlowAtOnce() {
        load.sample(T0, 800 * MS);
        load.sample(T0 + 3 * Load.DECAY_NANOS, 790 * MS);
        assertThat(load.millis()).isEqualTo(790);
    }

    @Test
    void aShortAnswerAfterIdlenessGoesOnFromWhatWasLeft() {
        load.sample(T0, 160 * MS);
        double left = load.estimate(T0 + Load.DECAY_NANOS);
        load.sample(T0 + Load.DECAY_NANOS, 10 * MS);
        assertThat(load.millis() * MS).isCloseTo(left * Math.pow(10 * MS / left, 0.25), within(1.0));
    }

    @Test
    void anAnswerInNoTimeAtAllLeavesItKnown() {
        load.sample(T0, 100 * MS);
        load.sample(T0, 0);
        assertThat(load.estimate(T0)).isPositive();
    }

    @Test
    void decaysWhileNobodyAsksButShowsTheLastValue() {
        load.sample(T0, 100 * MS);
        assertThat(load.estimate(T0 + Load.DECAY_NANOS)).isCloseTo(100 * MS / Math.E, within(1.0));
        assertThat(load.millis()).isEqualTo(100);
    }

    @Test
    void aSampleFromAnEarlierMomentThanTheLastDoesNoHarm() {
        load.sample(T0, 100 * MS);
        load.sample(T0 - 50 * MS, 10 * MS);
        assertThat(load.millis()).isBetween(10.0, 100.0);
    }

    @Test
    void silenceCountsFromTheLatestSignOfLife() {
        load.aliveAt(T0);
        assertThat(load.silence(T0 + 3)).isEqualTo(3);
        load.byteAt(T0 + 10);
        assertThat(load.silence(T0 + 13)).isEqualTo(3);
        load.aliveAt(T0 + 20);
        assertThat(load.silence(T0 + 23)).isEqualTo(3);
        assertThat(load.silence(T0 + 19)).isZero();
    }

    @Test
    void latenessCountsFromTheLastAnswerWhateverElseComes() {
        assertThat(load.lateness(T0)).isZero();
        load.waitedForAt(T0);
        load.byteAt(T0 + 5);
        load.aliveAt(T0 + 6);
        assertThat(load.lateness(T0 + 10)).isEqualTo(10);
        load.sample(T0 + 11, 11);
        assertThat(load.lateness(T0 + 13)).isEqualTo(2);
        assertThat(load.lateness(T0 + 9)).isZero();
    }

    @Test
    void isDoubtedFromALossUntilTheNextSignOfLife() {
        assertThat(load.doubted()).isFalse();
        load.byteAt(T0);
        load.lostAt(T0 + 5);
        assertThat(load.doubted()).isTrue();
        load.aliveAt(T0 + 5);
        assertThat(load.doubted()).isTrue();
        load.aliveAt(T0 + 6);
        assertThat(load.doubted()).isFalse();
        load.lostAt(T0 + 7);
        load.byteAt(T0 + 8);
        assertThat(load.doubted()).isFalse();
    }

    @Test
    void beingPickedIsNoSignOfLife() {
        load.byteAt(T0 - 1);
        load.lostAt(T0);
        load.askedAt(T0);
        load.waitedForAt(T0 + 5);
        assertThat(load.doubted()).isTrue();
        assertThat(load.unanswered(T0 + 10)).isEqualTo(10);
        assertThat(load.silence(T0 + 10)).isEqualTo(11);
    }

    @Test
    void forgetsThePastOfAnEarlierProcess() {
        load.sample(T0, 800 * MS);
        load.reset();
        assertThat(load.estimate(T0)).isZero();
        load.sample(T0, 2 * MS);
        assertThat(load.millis()).isEqualTo(2);
    }

    @Test
    void remembersTheFirstProbeThatIsLeftWithoutAnAnswer() {
        assertThat(load.unanswered(T0)).isZero();
        load.aliveAt(T0);
        load.askedAt(T0 + 10 * MS);
        load.askedAt(T0 + 30 * MS);
        assertThat(load.unanswered(T0 + 40 * MS)).isEqualTo(30 * MS);
        load.aliveAt(T0 + 41 * MS);
        assertThat(load.unanswered(T0 + 50 * MS)).isZero();
        load.askedAt(T0 + 60 * MS);
        load.byteAt(T0 + 60 * MS);
        assertThat(load.unanswered(T0 + 70 * MS)).isZero();
    }
}
