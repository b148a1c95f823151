package io.holdfast.gateway.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.drain.DrainRule.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DrainRuleTest {

    @ParameterizedTest
    @CsvSource({
        "false, true,  1, false, ALLOWED",
        "false, true,  0, false, LAST_USABLE",
        "false, true,  0, true,  ALLOWED",
        "true,  false, 0, false, ALLOWED", // it is drained already
        "false, false, 0, false, ALLOWED", // it takes nothing as it is
        "false, false, 0, true,  ALLOWED",
    })
    void onlyTheLastUsableReplicaNeedsForce(
            boolean draining, boolean usable, int others, boolean force, Verdict verdict) {
        assertThat(DrainRule.drain(draining, usable, others, force)).isEqualTo(verdict);
    }
}
