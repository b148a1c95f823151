package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rule 5: the first retry at once, later ones by the back-off. */
class PauseRuleTest {

    @Test
    void theFirstRetryIsMadeAtOnceAndLaterOnesByTheBackOffFromItsFirstRound() {
        assertThat(PauseRule.round(0)).isEqualTo(PauseRule.AT_ONCE);
        assertThat(PauseRule.round(1)).isZero();
        assertThat(PauseRule.round(2)).isEqualTo(1);
    }

    @Test
    void whatAReplicaAsksForBindsOnlyItself() {
        assertThat(PauseRule.afterAnswer(10, 700, true)).isEqualTo(10);
        assertThat(PauseRule.afterAnswer(10, 700, false)).isEqualTo(700);
        assertThat(PauseRule.afterAnswer(10, 0, false)).isEqualTo(10);
    }
}
