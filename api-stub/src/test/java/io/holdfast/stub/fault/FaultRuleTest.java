package io.holdfast.stub.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.fault.FaultRule.Act;
import io.holdfast.stub.fault.FaultRule.Decision;
import io.holdfast.stub.fault.FaultRule.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultRuleTest {
    private static FaultSettings with(Object... changes) {
        FaultSettings settings = FaultSettings.NONE;
        for (int i = 0; i < changes.length; i += 2) {
            settings = settings.merge(Map.of((String) changes[i], changes[i + 1]));
        }
        return settings;
    }

    @ParameterizedTest
    @CsvSource({
        "/faults,             FAULTS",
        "/api/health,         HEALTH",
        "/health,             HEALTH",
        "/health/liveness,    HEALTH",
        "/api/status,         OTHER",
        "/,                   OTHER"
    })
    void pathsAreOfAKind(String path, Kind kind) {
        assertThat(FaultRule.kind(path)).isEqualTo(kind);
    }

    @Test
    void withoutFaultsEverythingPasses() {
        for (Kind kind : Kind.values()) {
            assertThat(FaultRule.decide(FaultSettings.NONE, kind)).isEqualTo(new Decision(Act.PASS, 0));
        }
    }

    @Test
    void faultsThemselvesAlwaysPass() {
        FaultSettings all = with("hang", true, "reset", true, "answer", 503, "delay", 800, "delayHealth", true);
        assertThat(FaultRule.decide(all, Kind.FAULTS)).isEqualTo(new Decision(Act.PASS, 0));
    }

    @Test
    void resetAndAnswerLeaveHealthAlone() {
        FaultSettings faults = with("reset", true, "answer", 503, "delay", 800);
        assertThat(FaultRule.decide(faults, Kind.HEALTH)).isEqualTo(new Decision(Act.PASS, 0));
        assertThat(FaultRule.decide(faults, Kind.OTHER)).isEqualTo(new Decision(Act.RESET, 0));
    }

    @Test
    void aHangIsForHealthTooUnlessSaid() {
        assertThat(FaultRule.decide(with("hang", true), Kind.HEALTH).act()).isEqualTo(Act.HANG);
        assertThat(FaultRule.decide(with("hang", true, "healthHang", false), Kind.HEALTH)
                        .act())
                .isEqualTo(Act.PASS);
        assertThat(FaultRule.decide(with("hang", true, "healthHang", false), Kind.OTHER)
                        .act())
                .isEqualTo(Act.HANG);
    }

    @Test
    void healthAloneCanHang() {
        assertThat(FaultRule.decide(with("health", "hang"), Kind.HEALTH).act()).isEqualTo(Act.HANG);
        assertThat(FaultRule.decide(with("health", "hang"), Kind.OTHER).act()).isEqualTo(Act.PASS);
    }

    @Test
    void aFaultyAnswerIsLateTooWhenBothAreSet() {
        assertThat(FaultRule.decide(with("answer", 500, "delay", 800), Kind.OTHER))
                .isEqualTo(new Decision(Act.ANSWER, 800));
    }

    @Test
    void healthIsLateOnlyWhenSaid() {
        assertThat(FaultRule.decide(with("delay", 800), Kind.HEALTH).delayMillis())
                .isZero();
        assertThat(FaultRule.decide(with("delay", 800, "delayHealth", true), Kind.HEALTH)
                        .delayMillis())
                .isEqualTo(800);
    }
}
