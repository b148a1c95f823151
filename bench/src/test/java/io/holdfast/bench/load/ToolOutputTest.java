package io.holdfast.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ToolOutputTest {

    @Test
    void the_line_of_the_wrk_script_is_read() throws IOException {
        Tally tally = Wrk.parse("Running 2s test\nMEASURED 1000 2000000 100 900 1500 3\n");
        assertThat(tally).isEqualTo(new Tally(1000, 2, new Latency(100, 900, 1500), 3));
        assertThat(tally.perSecond()).isEqualTo(500);
    }

    @Test
    void without_that_line_what_wrk_said_is_in_the_error() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect")).hasMessageContaining("unable to connect");
    }

    @Test
    void lines_of_h2load_are_counted_by_status() {
        Tally tally = H2load.parse(Stream.of("1\t200\t100", "2\t200\t300", "3\t502\t5", "junk"), Duration.ofSeconds(1));
        assertThat(tally.count()).isEqualTo(2);
        assertThat(tally.errors()).isEqualTo(1);
        assertThat(tally.latency()).isEqualTo(new Latency(100, 300, 300));
    }
}
