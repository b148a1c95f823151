package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What is under way at a replica when an operator drains it: finishes there, or moves without a loss. */
class ReplicaDrainsTest {

    private static final String EVENTS = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n";

    private final Signal more = new Signal();
    private ScriptedReplica a;
    private ScriptedReplica b;
    private TestEngine engine;

    @BeforeEach
    void start() {
        a = ScriptedReplica.start();
        b = ScriptedReplica.start();
        engine = TestEngine.setup(a, b)
                .continuations(new Continuations(new StreamProperties(
                        true, WithoutId.SKIP_REPLAYED, true, DataSize.ofKilobytes(64), Set.of("done"))))
                .start();
    }

    @AfterEach
    void stop() {
        more.fire();
        try (ScriptedReplica first = a;
                ScriptedReplica second = b) {
            engine.close();
        }
    }

    private void drain(int replica) {
        engine.service().draining(engine.replica(replica), true);
    }

    /** Sends the head and these bytes of an event stream, then stays silent until the gateway closes. */
    private static Script streams(String bytes) {
        return line -> {
            line.request();
            line.send(EVENTS + bytes);
            line.untilClosed();
        };
    }

    private static Script ends(String bytes) {
        return line -> {
            line.request();
            line.send(EVENTS + bytes);
            line.close();
        };
    }

    @Test
    void aRequestUnderWayFinishesThereAndNewOnesGoElsewhere() {
        a.next(line -> {
            line.request();
            more.await();
            line.answer(200, "from a");
        });
        b.next(Script.ok("from b"));
        Client waiting = engine.get("/slow");
        a.awaitReceived(1);
        drain(0);
        assertThat(engine.get("/next").text()).isEqualTo("from b");
        assertThat(engine.replica(0).inFlight()).hasValue(1);
        more.fire();
        assertThat(waiting.text()).isEqualTo("from a");
        a.awaitOpen(0); // no idle connection keeps the replica from ending
    }

    @Test
    void idleConnectionsToItAreClosed() {
        a.next(Script.ok("1"));
        assertThat(engine.get("/").text()).isEqualTo("1");
        drain(0);
        a.awaitOpen(0);
    }

    @Test
    void aRequestWithABodyUnderWayFinishesThere() {
        a.next(line -> {
            line.head();
            more.await();
            line.answer(200, "took " + line.body().body());
        });
        var body = engine.body();
        Client upload = engine.request("POST", "/upload").body(body).send();
        a.awaitReceived(1);
        drain(0);
        body.part("half").part("half").end();
        more.fire();
        assertThat(upload.text()).isEqualTo("took halfhalf");
    }

    @Test
    void anEventStreamMovesBetweenTwoEvents() {
        a.next(streams("id: 1\ndata: one\n\nid: 2\nda"));
        b.next(ends("id: 2\ndata: two\n\nevent: done\ndata: x\n\n"));
        Client client = engine.get("/events");
        client.awaitSize("id: 1\ndata: one\n\n".length());
        drain(0);
        assertThat(client.text()).isEqualTo("id: 1\ndata: one\n\nid: 2\ndata: two\n\nevent: done\ndata: x\n\n");
        assertThat(b.received(0).header("last-event-id")).isEqualTo("1");
        a.awaitOpen(0);
    }

    @Test
    void anEventStreamWhoseHeadComesAfterTheDrainMovesThen() {
        a.next(line -> {
            line.request();
            more.await();
            line.send(EVENTS);
            line.untilClosed();
        });
        b.next(ends("event: done\ndata: x\n\n"));
        Client client = engine.get("/events");
        a.awaitReceived(1);
        drain(0);
        more.fire();
        assertThat(client.text()).isEqualTo("event: done\ndata: x\n\n");
    }

    @Test
    void anEventStreamStaysUntilAnotherReplicaIsThere() {
        engine.down(engine.replica(1));
        a.next(streams("id: 1\ndata: one\n\n"));
        b.next(ends("event: done\ndata: x\n\n"));
        Client client = engine.get("/events");
        client.awaitSize("id: 1\ndata: one\n\n".length());
        drain(0);
        engine.settle();
        engine.settle();
        assertThat(a.open()).isEqualTo(1);
        engine.up(engine.replica(1));
        assertThat(client.text()).isEqualTo("id: 1\ndata: one\n\nevent: done\ndata: x\n\n");
    }

    @Test
    void anEventStreamStaysUntilAnotherReplicaIsUndrained() {
        drain(1);
        a.next(streams("id: 1\ndata: one\n\n"));
        b.next(ends("event: done\ndata: x\n\n"));
        Client client = engine.get("/events");
        client.awaitSize("id: 1\ndata: one\n\n".length());
        drain(0);
        engine.service().draining(engine.replica(1), false);
        assertThat(client.text()).isEqualTo("id: 1\ndata: one\n\nevent: done\ndata: x\n\n");
    }

    @Test
    void anEventStreamThatCannotBeAskedForAgainFinishesThere() {
        a.next(line -> {
            line.request();
            line.send(EVENTS + "data: one\n\n");
            more.await();
            line.send("data: two\n\n");
            line.close();
        });
        Client client = engine.post("/events", "a POST without a key");
        client.awaitSize("data: one\n\n".length());
        drain(0);
        engine.settle();
        engine.settle();
        more.fire();
        assertThat(client.text()).isEqualTo("data: one\n\ndata: two\n\n");
    }

    @Test
    void aDownloadFinishesThere() {
        String half = "x".repeat(100_000);
        a.next(line -> {
            line.request();
            line.head(200, 200_000, "ETag: \"v1\"");
            line.send(half);
            more.await();
            line.send(half);
        });
        Client client = engine.get("/file");
        client.awaitSize(1);
        drain(0);
        more.fire();
        assertThat(client.bytes()).hasSize(200_000);
        assertThat(b.received()).isEmpty();
    }

    @Test
    void aDownloadMovesWhenTheDrainedReplicaEndsBeforeIt() {
        String half = "x".repeat(100_000);
        a.next(line -> {
            line.request();
            line.head(200, 200_000, "ETag: \"v1\"");
            line.send(half);
            more.await();
            line.close();
        });
        b.next(line -> {
            line.request();
            line.head(206, 100_000, "ETag: \"v1\"", "Content-Range: bytes 100000-199999/200000");
            line.send(half);
        });
        Client client = engine.get("/file");
        client.awaitSize(100_000);
        drain(0);
        more.fire();
        assertThat(client.bytes()).hasSize(200_000);
        assertThat(b.received(0).header("range")).isEqualTo("bytes=100000-");
    }

    @Test
    void withEveryReplicaDrainedRequestsAreHeldUntilOneIsBack() {
        drain(0);
        drain(1);
        b.next(Script.ok("from b"));
        Client client = engine.get("/");
        engine.awaitHeld(1);
        engine.service().draining(engine.replica(1), false);
        assertThat(client.text()).isEqualTo("from b");
    }

    @Test
    void aStoppingGatewayEndsAnEventStreamBetweenTwoEvents() {
        a.next(streams("id: 1\ndata: one\n\nid: 2\nda"));
        Client client = engine.get("/events");
        client.awaitSize("id: 1\ndata: one\n\n".length());
        engine.upstream().stopping();
        assertThat(client.text()).isEqualTo("id: 1\ndata: one\n\n");
        a.awaitOpen(0);
    }

    @Test
    void aStoppingGatewayLetsRequestsAndStreamsThatCannotBeAskedForAgainFinish() {
        a.next(line -> {
            line.request();
            line.send(EVENTS + "data: one\n\n");
            more.await();
            line.send("data: two\n\n");
            line.close();
        });
        b.next(line -> {
            line.request();
            more.await();
            line.answer(200, "late");
        });
        Client stream = engine.post("/events", "a POST without a key");
        stream.awaitSize("data: one\n\n".length());
        engine.service().draining(engine.replica(0), true);
        Client slow = engine.get("/slow");
        b.awaitReceived(1);
        engine.upstream().stopping();
        engine.settle();
        more.fire();
        assertThat(stream.text()).isEqualTo("data: one\n\ndata: two\n\n");
        assertThat(slow.text()).isEqualTo("late");
    }

    @Test
    void whoIsHeldWhenTheGraceIsOverIsToldThatNothingWasSent() {
        drain(0);
        drain(1);
        Client client = engine.get("/");
        engine.awaitHeld(1);
        engine.engine().hold().turnAway();
        assertThat(client.status()).isEqualTo(503);
        assertThat(client.text()).contains("\"sent\":false");
        Patience.until("nobody waits", () -> engine.engine().hold().size() == 0);
    }
}
