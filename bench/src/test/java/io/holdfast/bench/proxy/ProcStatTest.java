package io.holdfast.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcStatTest {

    @Test
    void a_name_with_spaces_and_brackets_moves_no_field() {
        String line = "71 (a (b) c) S 1 71 71 0 -1 4194560 100 0 0 0 250 50 7 8 20 0 3 0 99 1000000 1234 18446744 0";
        assertThat(ProcStat.parse(line)).isEqualTo(new ProcStat(300, 1234));
    }
}
