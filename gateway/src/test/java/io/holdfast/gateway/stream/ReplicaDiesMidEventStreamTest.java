package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Line;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.unit.DataSize;

/** An event stream whose replica is lost goes on from another one, on the engine and over real connections. */
class ReplicaDiesMidEventStreamTest {

    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";
    private static final List<String> WITH_IDS = List.of(
            "id: 1\ndata: one\n\n", "id: 2\r\ndata: two\r\ndata: more\r\n\r\n", ": note\n\nid: 3\ndata: three\n\n");
    private static final String ALL = String.join("", WITH_IDS);

    private static StreamProperties properties(WithoutId withoutId) {
        return new StreamProperties(
                true, withoutId, true, DataSize.ofKilobytes(64), Set.of("complete", "done", "end", "close"));
    }

    private static TestEngine engine(WithoutId withoutId, ScriptedReplica... replicas) {
        return TestEngine.setup(replicas)
                .continuations(new Continuations(properties(withoutId)))
                .maxHold(Duration.ofSeconds(10))
                .start();
    }

    /** Sends these bytes of an endless stream, then resets once the client has what it can have of them. */
    private static Script streams(String bytes, Signal seen) {
        return line -> {
            line.request();
            line.send(HEAD + bytes);
            seen.await();
            line.reset();
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** An API that resumes: gives what comes behind {@code Last-Event-ID}, and ends well. */
    private static void resume(Line line) throws IOException {
        String id = line.request().header("last-event-id");
        int after = id == null ? 0 : Integer.parseInt(id);
        String rest = WITH_IDS.stream().skip(after).collect(Collectors.joining());
        line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
        if (!rest.isEmpty()) {
            line.chunk(rest);
        }
        line.chunk("event: end\ndata: x\n\n");
        line.send("0\r\n\r\n");
    }

    @Test
    void whereverItDiesTheClientGetsEachEventOnceAndWhole() {
        for (int end = 0; end <= ALL.length(); end++) {
            Signal seen = new Signal();
            try (ScriptedReplica a = ScriptedReplica.start().next(streams(ALL.substring(0, end), seen));
                    ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidEventStreamTest::resume);
                    TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
                Client client = engine.get("/events");
                client.answer(); // the head is there before the first event
                seen.fire();
                assertThat(SpecParser.events(client.bytes())) // comments may come again
                        .as("dies after %s bytes", end)
                        .isEqualTo(SpecParser.events(bytes(ALL + "event: end\ndata: x\n\n")));
                engine.assertQuiet();
                assertThat(engine.incidents().count("saved EVENT_STREAM")).isEqualTo(1);
            }
        }
    }

    @Test
    void theClientsOwnLastEventIdIsAskedForUntilTheStreamHasOne() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(streams("", seen));
                ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidEventStreamTest::resume);
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
            Client client = engine.request("GET", "/events")
                    .header("Last-Event-ID", "2")
                    .send();
            client.answer();
            seen.fire();
            assertThat(client.text()).isEqualTo(WITH_IDS.get(2) + "event: end\ndata: x\n\n");
            assertThat(a.received(0).headers("last-event-id")).containsExactly("2");
            assertThat(b.received(0).headers("last-event-id")).containsExactly("2");
        }
    }

    /** The log of a job: no ids, and each connection replays from the start. */
    private static Script replays(int events, String rest) {
        return line -> {
            line.request();
            line.send(HEAD);
            for (int i = 0; i < events; i++) {
                line.send("data: line " + i + "\n\n");
            }
            line.send(rest);
            line.close();
        };
    }

    @ParameterizedTest
    @EnumSource(WithoutId.class)
    void withoutIdsTheStreamGoesOnAsConfigured(WithoutId withoutId) {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(streams("data: line 0\n\ndata: line 1\n\n", seen));
                ScriptedReplica b = ScriptedReplica.start().next(replays(4, "event: complete\ndata: done\n\n"));
                TestEngine engine = engine(withoutId, a, b)) {
            Client client = engine.get("/logs");
            client.awaitSize(28);
            seen.fire();
            String replayed = "data: line 0\n\ndata: line 1\n\n";
            String expected =
                    switch (withoutId) {
                        case SKIP_REPLAYED ->
                            replayed + "data: line 2\n\ndata: line 3\n\nevent: complete\ndata: done\n\n";
                        case LIVE ->
                            replayed + replayed + "data: line 2\n\ndata: line 3\n\nevent: complete\ndata: done\n\n";
                        case END -> replayed;
                    };
            assertThat(client.text()).isEqualTo(expected);
        }
    }

    @Test
    void theStreamOfAPostIsNotAskedAgainAndCut() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(streams("id: 1\ndata: one\n\nid: 2", seen));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
            Client client = engine.post("/events", "{}");
            client.awaitSize(17);
            seen.fire();
            assertThat(client.cut()).isEqualTo("id: 1\ndata: one\n\n");
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void allAwayTheStreamWaitsAndGoesOn() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(streams(WITH_IDS.get(0), seen));
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a).refusedIsDown()) {
            Client client = engine.get("/events");
            client.awaitSize(WITH_IDS.get(0).length());
            a.deafen();
            seen.fire();
            engine.awaitHeld(1);
            a.next(ReplicaDiesMidEventStreamTest::resume).listen();
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo(ALL + "event: end\ndata: x\n\n");
        }
    }

    @Test
    void whenTheReplicaDrainsTheStreamMovesAtAnEventBoundary() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.send(HEAD + WITH_IDS.get(0) + "id: 2\r\ndata: tw");
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidEventStreamTest::resume);
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
            Client client = engine.get("/events");
            client.awaitSize(WITH_IDS.get(0).length());
            engine.drain(engine.replica(0), true);
            assertThat(client.text()).isEqualTo(ALL + "event: end\ndata: x\n\n");
            assertThat(b.received(0).header("last-event-id")).isEqualTo("1");
            a.awaitOpen(0);
        }
    }

    @Test
    void aClientThatLeavesWhileTheStreamIsWithoutReplicaFreesItsPlace() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(streams(WITH_IDS.get(0) + "id: 2\ndata: half", seen));
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a).refusedIsDown()) {
            Client client = engine.get("/events");
            client.awaitSize(WITH_IDS.get(0).length());
            a.deafen();
            seen.fire();
            engine.awaitHeld(1);
            client.leave();
            engine.awaitHeld(0);
        }
    }

    @Test
    void streamsThatAreSilentAfterTheirReturnKeepNobodyInTheWaitingRoom() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a).refusedIsDown()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 40; i++) { // more than are let out at first
                a.next(streams(WITH_IDS.get(0), seen));
                clients.add(engine.get("/events"));
            }
            clients.forEach(client -> client.awaitSize(WITH_IDS.get(0).length()));
            a.deafen();
            seen.fire();
            engine.awaitHeld(40);
            a.always(line -> {
                        if (line.request().target.equals("/x")) {
                            line.answer(200, "served");
                            return;
                        }
                        line.send(HEAD);
                        line.untilClosed();
                    })
                    .listen();
            engine.up(engine.replica(0));
            assertThat(engine.get("/x").text()).isEqualTo("served");
            engine.awaitHeld(0);
            clients.forEach(Client::leave);
        }
    }

    @Test
    void aCleanEndInPanicIsAnEnd() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
                    line.chunk(ALL);
                    line.send("0\r\n\r\n");
                });
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a)) {
            engine.unhealthy(engine.replica(0));
            assertThat(engine.get("/events").text()).isEqualTo(ALL);
            assertThat(a.received()).hasSize(1);
        }
    }

    @Test
    void aCleanEndEndsTheStream() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
                    line.chunk(ALL);
                    line.send("0\r\n\r\n");
                });
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
            assertThat(engine.get("/events").text()).isEqualTo(ALL);
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void aCleanEndOfAReplicaThatGoesDownIsALoss() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Content-Type: text/event-stream", "Transfer-Encoding: chunked");
                    line.chunk(WITH_IDS.get(0));
                    line.send("0\r\n\r\n");
                });
                ScriptedReplica b = ScriptedReplica.start().next(ReplicaDiesMidEventStreamTest::resume);
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a, b)) {
            engine.incidents().react((what, replica) -> {
                if (what.equals("lost")) {
                    engine.down(replica);
                }
            });
            assertThat(engine.get("/events").text()).isEqualTo(ALL + "event: end\ndata: x\n\n");
        }
    }

    @Test
    void aSlowClientHoldsTheReplicaBackAndIsNotHeldAgainstIt() {
        String event = "id: 1\ndata: " + "x".repeat(1000) + "\n\n";
        Signal done = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.send(HEAD);
                    for (int i = 0; i < 20_000; i++) {
                        line.send(event);
                    }
                    done.fire();
                    line.send("event: end\ndata: x\n\n");
                    line.close();
                });
                TestEngine engine = engine(WithoutId.SKIP_REPLAYED, a)) {
            Client client = engine.request("GET", "/events").sendSlowly();
            client.answer();
            client.more(1);
            Patience.until("one part", () -> client.size() > 0);
            assertThat(done.fired()).isFalse(); // 20 MB do not fit into sockets and one read
            client.more(Long.MAX_VALUE);
            assertThat(client.bytes()).hasSize(20_000 * event.length() + 20);
        }
    }
}
