package io.holdfast.cli.drill.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void eachBoundKeepsItsSide() {
        assertThat(missed(Target.atMost("m", 5), 5)).isFalse();
        assertThat(missed(Target.atMost("m", 5), 5.1)).isTrue();
        assertThat(missed(Target.below("m", 5), 4.9)).isFalse();
        assertThat(missed(Target.below("m", 5), 5)).isTrue();
        assertThat(missed(Target.atLeast("m", 5), 5)).isFalse();
        assertThat(missed(Target.atLeast("m", 5), 4.9)).isTrue();
        assertThat(missed(Target.none("m"), 0)).isFalse();
        assertThat(missed(Target.none("m"), 1)).isTrue();
    }

    @Test
    void whatWasNotMeasuredIsMissed() {
        assertThat(Target.none("get.failed").missedBy(new Measures()))
                .contains("MISSED get.failed: not measured (expected: at most 0)");
        assertThat(missed(Target.below("m", 5), Double.NaN)).isTrue();
    }

    @Test
    void aMissedTargetSaysWhatWasSeenAndWhatWasExpected() {
        Measures measures = new Measures()
                .put("get.failed", 3, "status 502 x3")
                .put("get.worstMillis", 1500.04)
                .put("get.ok", 100);
        Verdict verdict = Verdict.of(
                "kill-rolling",
                measures,
                List.of(Target.none("get.failed"), Target.below("get.worstMillis", 1500), Target.atLeast("get.ok", 1)));
        assertThat(verdict.met()).isFalse();
        assertThat(verdict.missed())
                .containsExactly(
                        "MISSED get.failed: 3 (expected: at most 0): status 502 x3",
                        "MISSED get.worstMillis: 1500.0 (expected: below 1500)");
    }

    @Test
    void aSkippedScenarioMissesNothing() {
        assertThat(Verdict.skipped("rolling-restart", "no drain here").met()).isTrue();
    }

    private static boolean missed(Target target, double value) {
        return target.missedBy(new Measures().put("m", value)).isPresent();
    }
}
