package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Setup;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What goes on elsewhere is judged as a request is, as long as the client gets nothing new of it. */
class StreamThatKillsItsReplicasTest {

    private static final Duration APART = Duration.ofSeconds(5);

    private final ManualTime time = new ManualTime();

    private static Setup setup(ScriptedReplica... replicas) {
        StreamProperties properties =
                new StreamProperties(true, WithoutId.SKIP_REPLAYED, true, DataSize.ofKilobytes(64), Set.of("end"));
        return TestEngine.setup(replicas).continuations(new Continuations(properties));
    }

    /** Gives these events, and dies. */
    private Script diesAfter(Duration after, String events) {
        return line -> {
            line.request();
            line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
            if (!events.isEmpty()) {
                line.chunk(events);
            }
            time.advance(after);
            line.close();
        };
    }

    private static String event(int id) {
        return "id: " + id + "\ndata: x\n\n";
    }

    @Test
    void isNotGivenToAThird() {
        try (ScriptedReplica a = ScriptedReplica.start().next(diesAfter(APART, event(1) + "id: 2"));
                ScriptedReplica b = ScriptedReplica.start().next(diesAfter(APART, event(1) + "id: 2"));
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine = setup(a, b, c).time(time).start()) {
            Client client = engine.get("/events");
            assertThat(client.cut()).isEqualTo(event(1));
            assertThat(b.received()).hasSize(1);
            assertThat(c.received()).isEmpty();
        }
    }

    @Test
    void isNotGivenToAThirdThoughTheSecondDiedBeforeItsHead() {
        try (ScriptedReplica a = ScriptedReplica.start().next(diesAfter(APART, event(1)));
                ScriptedReplica b = ScriptedReplica.start().next(line -> {
                    line.request();
                    time.advance(APART);
                    line.reset();
                });
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine = setup(a, b, c).time(time).start()) {
            assertThat(engine.get("/events").cut()).isEqualTo(event(1));
            assertThat(c.received()).isEmpty();
        }
    }

    @Test
    void isGivenUpWithinMaxWaitThoughTheyDieTogether() {
        try (ScriptedReplica a = ScriptedReplica.start().always(diesAfter(Duration.ZERO, event(1)));
                TestEngine engine = setup(a).maxHold(Duration.ofMillis(200)).start()) {
            assertThat(engine.get("/events").cut()).isEqualTo(event(1));
        }
    }

    @Test
    void goesOnAsLongAsTheClientGetsMore() {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = setup(a).time(time).budget(0, 0).start()) {
            StringBuilder all = new StringBuilder();
            for (int id = 1; id <= 9; id++) {
                a.next(diesAfter(APART, event(id)));
                all.append(event(id));
            }
            a.next(line -> {
                line.request();
                line.answer(200, "event: end\ndata: x\n\n", "Content-Type: text/event-stream");
            });
            assertThat(engine.get("/events").text()).isEqualTo(all + "event: end\ndata: x\n\n");
        }
    }
}
