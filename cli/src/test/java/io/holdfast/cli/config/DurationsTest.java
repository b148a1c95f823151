package io.holdfast.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"0,0s", "250ms,250ms", "1500ms,1500ms", "2000ms,2s", "10s,10s", "120s,2m", "90m,90m", "24h,1d", "3h,3h"
    })
    void aDurationIsReadAndWrittenInItsShortestForm(String written, String shortest) {
        Duration read = Durations.parse(written).orElseThrow();

        assertThat(Durations.text(read)).isEqualTo(shortest);
        assertThat(Durations.parse(shortest)).contains(read);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-1s", "1.5s", "s", "10 s", "99999999999s", "PT10S"})
    void anythingElseIsNone(String written) {
        assertThat(Durations.parse(written)).isEmpty();
    }
}
