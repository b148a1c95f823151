package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.StopRule.Step;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StopRuleTest {

    @ParameterizedTest
    @CsvSource({
        "0,     30000, WAIT",
        "499,   30000, WAIT",
        "500,   30000, CLOSE_IDLE",
        "29499, 30000, CLOSE_IDLE",
        "29500, 30000, TURN_AWAY",
        "29999, 30000, TURN_AWAY",
        "30000, 30000, CUT",
        "99,    400,   WAIT",
        "100,   400,   CLOSE_IDLE",
        "300,   400,   TURN_AWAY",
        "0,     0,     CUT",
    })
    void whatIsDoneDependsOnHowLongItHasTaken(long since, long grace, Step step) {
        assertThat(StopRule.next(
                        Duration.ofMillis(since).toNanos(),
                        Duration.ofMillis(grace).toNanos()))
                .isEqualTo(step);
    }
}
