package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Load;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 10, 0.1",
        "1, 10, 0.1",
        "2, 10, 0.2",
        "5, 10, 0.5",
        "9, 10, 0.9",
        "10, 10, 1",
        "11, 10, 1",
        "0, 0, 1",
        "-1, 10, 0.1"
    })
    void slowStartRisesEvenlyFromATenth(long up, long slowStart, double weight) {
        assertThat(SlowStartRule.weight(up, slowStart)).isEqualTo(weight);
    }

    @ParameterizedTest
    @CsvSource({
        // latency and work of a, of b: which is taken
        "2000, 1, 3000, 1, -1",
        "3000, 1, 2000, 1, 1",
        "2000, 1, 2000, 1, 0",
        "2000, 3, 3000, 1, 1",
        "0, 1, 3000, 1, -1", // unknown: as fast as the other, and taken to become known
        "3000, 1, 0, 1, 1",
        "0, 2, 3000, 1, 1",
        "3000, 1, 0, 2, -1",
        "0, 1, 0, 1, 0",
        "0, 2, 0, 1, 1",
        "0, 1, 0, 2, -1",
        "999, 1, 5000, 1.1, -1", // decayed to nothing: unknown
        "999, 1.2, 5000, 1.1, 1",
        "5000, 1, 999, 2, -1"
    })
    void theLessLoadedOfTwo(double latencyA, double workA, double latencyB, double workB, int order) {
        assertThat(LoadRule.compare(latencyA, workA, latencyB, workB)).isEqualTo(order);
    }

    @Test
    void requestsThatWaitCountAsSamples() {
        double ms = Load.SMALLEST_PEAK_NANOS;
        long second = 1_000_000_000;
        assertThat(LoadRule.latency(5 * ms, (long) (3 * ms), 1)).isEqualTo(5 * ms);
        assertThat(LoadRule.latency(5 * ms, (long) (30 * ms), 1)).isEqualTo(30 * ms);
        assertThat(LoadRule.latency(5 * ms, second, 1)).isEqualTo(40 * ms);
        assertThat(LoadRule.latency(5 * ms, second, 2)).isEqualTo(320 * ms);
        assertThat(LoadRule.latency(5 * ms, second, 3)).isEqualTo(second);
        assertThat(LoadRule.latency(0, second, 1)).isEqualTo(8 * ms);
        assertThat(LoadRule.latency(0, second, 1_000_000)).isEqualTo(second);
        assertThat(LoadRule.latency(5 * ms, second, 0)).isEqualTo(5 * ms);
        assertThat(LoadRule.latency(5 * ms, second, -1)).isEqualTo(5 * ms);
    }

    @Test
    void workCountsTheNewRequestAndStreamsALittle() {
        assertThat(LoadRule.work(0, 0)).isEqualTo(1);
        assertThat(LoadRule.work(7, 0)).isEqualTo(8);
        assertThat(LoadRule.work(0, 100)).isEqualTo(2);
        assertThat(LoadRule.work(-1, 0)).isEqualTo(1);
    }
}
