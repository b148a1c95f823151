package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.stream.Continuations;
import io.holdfast.gateway.stream.StreamProperties;
import io.holdfast.gateway.stream.WithoutId;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Request;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** Rule 10: {@code 100 Continue} when the replica asks or the body is first needed; other 1xx answers pass. */
class ExpectContinueTest {

    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static Request expecting(TestEngine engine, ScriptedBody body) {
        return engine.request("PUT", "/x")
                .header("Expect", "100-continue")
                .header("Content-Length", "6")
                .body(body);
    }

    @Test
    void theClientsBodyIsAskedForWhenTheReplicaAsks() {
        Signal looked = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abcdef").end();
            a.next(line -> {
                line.head();
                looked.await();
                line.send(CONTINUE);
                line.body();
                line.answer(200, "got it");
            });
            Request request = expecting(engine, body);
            Client client = request.send();
            a.awaitReceived(1);
            engine.settle();
            assertThat(body.subscribed()).isFalse();
            assertThat(a.received(0).header("expect")).isEqualTo("100-continue");
            looked.fire();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).body()).isEqualTo("abcdef");
            assertThat(request.informational())
                    .as("the server says 100 when the body is read")
                    .isEmpty();
        }
    }

    @Test
    void aReplicaThatDoesNotKnowOfItGetsTheBodyAfterASecond() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abcdef").end();
            assertThat(expecting(engine, body).send().text()).isEqualTo("got it");
            assertThat(a.received(0).body()).isEqualTo("abcdef");
        }
    }

    @Test
    void aRefusalSparesTheClientItsBody() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.answer(417, "no");
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abcdef").end();
            Client client = expecting(engine, body).send();
            assertThat(client.status()).isEqualTo(417);
            assertThat(client.text()).isEqualTo("no");
            a.awaitOpen(0); // a request without its body: the connection is of no use any more
            assertThat(body.subscribed()).isFalse();
        }
    }

    @Test
    void whatWasReadWhileHeldIsSentWhenTheReplicaAsksHoweverMuchItIs() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.send(CONTINUE);
                    line.body();
                    line.answer(200, "got it");
                });
                TestEngine engine =
                        TestEngine.setup(a).notUp().replayBuffer(200_000).start()) {
            ScriptedBody body = engine.body().parts(30, 10_000).end();
            Client client = engine.request("PUT", "/x")
                    .header("Expect", "100-continue")
                    .header("Content-Length", "300000")
                    .body(body)
                    .send();
            body.awaitGiven(20);
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).bytes()).hasSize(300_000);
        }
    }

    @Test
    void aFewBytesReadWhileHeldAreSentAtOnce() {
        Signal arrived = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.send(CONTINUE);
                    line.bytes(3);
                    arrived.fire();
                    line.body();
                    line.answer(200, "got it");
                });
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            ScriptedBody body = engine.body().part("abc");
            Client client = expecting(engine, body).send();
            body.awaitGiven(1);
            engine.up(engine.replica(0));
            arrived.await();
            body.part("def").end();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).body()).isEqualTo("abcdef");
        }
    }

    @Test
    void theNextReplicaIsAskedAgain() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.send(CONTINUE);
                    line.body();
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.send(CONTINUE);
                    line.body();
                    line.answer(200, "got it");
                });
                TestEngine engine = TestEngine.of(a, b)) {
            ScriptedBody body = engine.body().part("abcdef").end();
            assertThat(expecting(engine, body).send().text()).isEqualTo("got it");
            assertThat(b.received(0).body()).isEqualTo("abcdef");
        }
    }

    @Test
    void theRestOfAStreamIsAskedForWithTheBodyThoughTheReplicaDoesNotKnowOfIt() {
        String events = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
        StreamProperties streams =
                new StreamProperties(true, WithoutId.SKIP_REPLAYED, true, DataSize.ofKilobytes(64), Set.of("end"));
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.send(CONTINUE);
                    line.body();
                    line.send(events);
                    line.chunk("id: 1\ndata: one\n\n");
                    line.close();
                });
                ScriptedReplica b = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.send(events);
                    line.chunk("event: end\ndata: x\n\n");
                    line.send("0\r\n\r\n");
                });
                TestEngine engine = TestEngine.setup(a, b)
                        .continuations(new Continuations(streams))
                        .start()) {
            Client client = engine.request("POST", "/x")
                    .keyed()
                    .header("Expect", "100-continue")
                    .body("abcdef")
                    .send();
            assertThat(client.text()).isEqualTo("id: 1\ndata: one\n\nevent: end\ndata: x\n\n");
            assertThat(b.received(0).body()).isEqualTo("abcdef");
        }
    }

    @Test
    void otherInformationalAnswersPassInOrder() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.send("HTTP/1.1 102 Processing\r\n\r\n");
                    line.send("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n");
                    line.answer(200, "ok");
                });
                TestEngine engine = TestEngine.of(a)) {
            Request request = engine.request("GET", "/x");
            assertThat(request.send().text()).isEqualTo("ok");
            assertThat(request.informational())
                    .extracting(head -> head.status().code())
                    .containsExactly(102, 103);
            assertThat(request.informational().get(1).headers().get("Link")).isEqualTo("</a.css>");
            a.next(Script.ok("again"));
            assertThat(engine.get("/y").text()).isEqualTo("again");
            assertThat(a.accepted()).isEqualTo(1);
        }
    }
}
