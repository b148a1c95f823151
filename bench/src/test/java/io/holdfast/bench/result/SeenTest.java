package io.holdfast.bench.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SeenTest {

    @Test
    void kinds_are_summed_and_what_was_not_measured_is_zero() {
        Seen seen = Seen.of(Map.of(
                "get.sent",
                10L,
                "get.failed",
                1L,
                "plain.sent",
                5L,
                "plain.failed",
                2L,
                "keyed.doubled",
                3L,
                "websocket.drops",
                4L,
                "websocket.refused",
                1L,
                "get.worstMillis",
                70L));
        assertThat(seen).isEqualTo(new Seen(15, 1, 2, 3, 5, 0, 0, 70));
        assertThat(seen.line("nginx")).isEqualTo("| nginx | 15 | 1 | 2 | 3 | 5 | 0 | 0 | 70 |\n");
    }
}
