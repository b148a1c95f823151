package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlarmRuleTest {

    private static final long MS = 1_000_000L;
    private static final long T0 = Long.MAX_VALUE - 500 * MS; // nanoTime may overflow in the middle

    private final AlarmRule rule = new AlarmRule(2_000 * MS);

    @Test
    void theFirstLossIsProbedAtOnceAndTheNextNotBeforeTheGapIsOver() {
        assertThat(rule.lost(T0)).isZero();
        rule.probing(T0);
        assertThat(rule.lost(T0)).isEqualTo(100 * MS);
        assertThat(rule.lost(T0 + 40 * MS)).isEqualTo(60 * MS);
        assertThat(rule.lost(T0 + 100 * MS)).isZero();
        assertThat(rule.lost(T0 + 3_600_000 * MS)).isZero();
    }

    @Test
    void silenceIsProbedAtOnceAndAgainAsLongAsNoProbeIsAnswered() {
        assertThat(rule.silent(T0)).isZero();
        rule.probing(T0);
        assertThat(rule.silent(T0 + 50 * MS)).isEqualTo(50 * MS);
        assertThat(rule.silent(T0 + 1_000 * MS)).isZero();
    }

    @Test
    void slowWorkIsAskedAboutLessAndLessOftenButNotLessThanEveryInterval() {
        long now = T0;
        long[] expected = {500, 1_000, 2_000, 2_000, 2_000};
        assertThat(rule.silent(now)).isZero();
        for (long wait : expected) {
            rule.probing(now);
            rule.answered();
            assertThat(rule.silent(now + wait * MS - 1)).isEqualTo(-1);
            now += wait * MS;
            assertThat(rule.silent(now)).isZero();
        }
    }

    @Test
    void answersToOrdinaryProbesDoNotLengthenTheBackOff() {
        rule.silent(T0);
        rule.answered();
        rule.answered();
        rule.answered();
        assertThat(rule.silent(T0 + 500 * MS)).isZero();
    }

    @Test
    void aSilenceLongAfterTheLastIsProbedAtOnceAndBeginsAnew() {
        long now = T0;
        for (int i = 0; i < 5; i++) {
            rule.silent(now);
            rule.answered();
            now += 2_000 * MS;
        }
        now += 2_001 * MS;
        assertThat(rule.silent(now)).isZero();
        rule.answered();
        assertThat(rule.silent(now + 500 * MS)).isZero();
    }
}
