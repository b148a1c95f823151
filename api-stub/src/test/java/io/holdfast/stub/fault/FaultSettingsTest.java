package io.holdfast.stub.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.stub.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultSettingsTest {
    @Test
    void aMergeChangesOnlyWhatItNames() {
        FaultSettings first = FaultSettings.NONE.merge(Map.of("answer", 503, "breakAfter", 100));
        FaultSettings second = first.merge(Map.of("answer", 0));
        assertThat(second).isEqualTo(FaultSettings.NONE.merge(Map.of("breakAfter", 100)));
    }

    @Test
    void allOfItCanBeShownAndSetAgain() {
        FaultSettings settings = FaultSettings.NONE.merge(
                Map.of("health", "degraded", "delay", 5, "delayHealth", true, "wsRefuse", 429, "wsSilent", true));
        assertThat(FaultSettings.NONE.merge(settings.asMap())).isEqualTo(settings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"health\":\"ill\"}    | health: ill (expected: up, unhealthy, missing, degraded, hang)",
                "{\"answer\":100}        | answer: 100 (expected: a status from 200 to 599, or 0: off)",
                "{\"answer\":\"503\"}    | answer: 503 (expected: a status from 200 to 599, or 0: off)",
                "{\"hang\":1}            | hang: 1 (expected: true or false)",
                "{\"breakAfter\":-2}     | breakAfter: -2 (expected: a number from -1)",
                "{\"delay\":3600001}     | delay: 3600001 (expected: a number from 0 to 3600000)",
                "{\"hnag\":true}         | hnag is not known (expected: health, answer, retryAfter, hang, healthHang, reset, breakAfter, delay, delayHealth, wsRefuse, wsSilent, wsClose, sseEnd)",
            })
    void aWrongFieldIsNamedWithWhatIsExpected(String json, String message) {
        Map<String, Object> changes = Json.object(json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> FaultSettings.NONE.merge(changes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aWrongOrderChangesAndDoesNothing() {
        Faults faults = new Faults(
                code -> {
                    throw new AssertionError("sockets were closed");
                },
                () -> {
                    throw new AssertionError("streams were ended");
                });
        assertThatThrownBy(() -> faults.merge(Map.of("answer", 503, "wsClose", 1015)))
                .hasMessageStartingWith("wsClose: 1015");
        assertThatThrownBy(() -> faults.merge(Map.of("wsClose", 1000, "sseEnd", true, "answer", 1)))
                .hasMessageStartingWith("answer: 1 ");
        assertThat(faults.asMap()).isEqualTo(FaultSettings.NONE.asMap());
    }
}
