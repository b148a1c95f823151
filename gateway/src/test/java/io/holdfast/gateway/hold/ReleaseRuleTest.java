package io.holdfast.gateway.hold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReleaseRuleTest {

    private final ReleaseRule rule = new ReleaseRule();

    @Test
    void letsOut32AtFirstAndTwiceAsManyWithEachRoundAnswered() {
        int round = 32;
        for (int i = 0; i < 6; i++) {
            assertThat(rule.release(100_000)).isEqualTo(round);
            assertThat(rule.release(100_000)).isZero();
            for (int n = 0; n < round; n++) {
                rule.answered();
            }
            round *= 2;
        }
    }

    @Test
    void halvesOnFailureAndNeverStops() {
        assertThat(rule.release(1_000)).isEqualTo(32);
        rule.failed();
        assertThat(rule.window()).isEqualTo(16);
        for (int i = 0; i < 31; i++) {
            rule.failed();
        }
        assertThat(rule.window()).isEqualTo(1);
        assertThat(rule.release(1_000)).isEqualTo(1);
    }

    @Test
    void whoLeavesMakesRoomWithoutAWordOnReplicas() {
        assertThat(rule.release(32)).isEqualTo(32);
        rule.gone();
        assertThat(rule.window()).isEqualTo(32);
        assertThat(rule.release(5)).isEqualTo(1);
    }

    @Test
    void beginsAnewWhenNobodyWaitsAndNobodyIsOut() {
        rule.release(2);
        rule.failed();
        rule.reset();
        assertThat(rule.window()).as("one is still out").isEqualTo(16);
        rule.answered();
        rule.reset();
        assertThat(rule.window()).isEqualTo(32);
    }

    @Property
    void neverLetsOutMoreThanTheWindowNorMoreThanWait(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 3) Integer> steps) {
        ReleaseRule any = new ReleaseRule();
        int out = 0;
        for (int step : steps) {
            if (step == 0) {
                int before = out;
                int n = any.release(40);
                assertThat(n).isBetween(0, 40);
                out += n;
                assertThat(out).isLessThanOrEqualTo(Math.max(before, any.window()));
            } else if (out > 0) {
                out--;
                if (step == 1) {
                    any.answered();
                } else if (step == 2) {
                    any.failed();
                } else {
                    any.gone();
                }
            }
            assertThat(any.window()).isPositive();
        }
        assertThat(out > 0 || any.release(1) == 1)
                .as("someone is out, or the next one gets out")
                .isTrue();
    }
}
