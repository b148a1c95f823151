package io.holdfast.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.bench.load.Latency;
import io.holdfast.bench.load.Tally;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {

    private static Sample sample(long count, long cpuMicros) {
        return new Sample(new Tally(count, 1, new Latency(1000, 2000, 3000), 0), cpuMicros, 10 << 20);
    }

    @Test
    void ratios_are_taken_round_by_round() {
        assertThat(Spread.ratio(List.of(2.0, 9.0, 4.0), List.of(1.0, 3.0, 4.0))).isEqualTo(new Spread(1, 2, 3));
    }

    @Test
    void what_is_not_a_number_does_not_count() {
        assertThat(Spread.of(3, Double.NaN, 1)).isEqualTo(new Spread(1, 2, 3));
        assertThat(Spread.of()).hasToString("-");
    }

    @Test
    void a_line_has_medians_and_ratios() {
        Map<String, List<Sample>> rounds = new LinkedHashMap<>();
        rounds.put("nginx", List.of(sample(1000, 20_000), sample(1000, 22_000)));
        rounds.put("holdfast", List.of(sample(500, 20_000), sample(500, 22_000)));
        assertThat(Table.of("requests", rounds))
                .contains("| nginx | 1,000 | 1.00 | 2.00 | 3.00 | 21.0 | 10.0 | 0 | 1.00 (1.00-1.00) | - | - | - |")
                .contains("| holdfast | 500 | 1.00 | 2.00 | 3.00 | 42.0 | 10.0 | 0 | 2.00 (2.00-2.00) | - | - | - |");
    }
}
