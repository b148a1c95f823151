package io.holdfast.cli.drill.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventParserTest {
    private static final String STREAM = "\uFEFF: hello\n\nid: 1\nevent: status\ndata: {\"a\":1}\n\n"
            + "id:2\r\ndata: one\r\ndata: two\r\n\r\ndata\rretry: 5\r\rid: 3\ndata:  spaced\n\n";
    private static final List<Event> EVENTS = List.of(
            new Event("1", "status", "{\"a\":1}"),
            new Event("2", "message", "one\ntwo"),
            new Event(null, "message", ""),
            new Event("3", "message", " spaced"));

    @Test
    void givesTheSameEventsWhereverTheBytesAreSplit() {
        byte[] bytes = STREAM.getBytes(StandardCharsets.UTF_8);
        for (int first = 0; first <= bytes.length; first++) {
            for (int second = first; second <= bytes.length; second++) {
                List<Event> seen = new ArrayList<>();
                EventParser parser = new EventParser(seen::add);
                feed(parser, bytes, 0, first);
                feed(parser, bytes, first, second);
                feed(parser, bytes, second, bytes.length);
                assertThat(seen).as("split at %d and %d", first, second).isEqualTo(EVENTS);
                assertThat(parser.unfinished()).isFalse();
            }
        }
    }

    @Test
    void tellsOfAnEventThatWasBegunAndNeverEnded() {
        for (String part : List.of("i", "id: 1\n", "id: 1\ndata: x", "id: 1\ndata: x\n", "id: 1\r\ndata: x\r\n")) {
            EventParser parser = new EventParser(event -> {
                throw new AssertionError(event);
            });
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            parser.feed(bytes, bytes.length);
            assertThat(parser.unfinished()).as(part).isTrue();
        }
    }

    private static void feed(EventParser parser, byte[] bytes, int from, int to) {
        parser.feed(Arrays.copyOfRange(bytes, from, to), to - from);
    }
}
