package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import org.junit.jupiter.api.Test;

/** An answer that comes before the request has ended. */
class EarlyAnswerTest {

    @Test
    void aRefusalReachesTheClientAndItsBodyIsNotReadOn() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.bytes(3);
                    line.answer(413, "too large");
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("POST", "/x")
                    .header("Content-Length", "1000000")
                    .body(body)
                    .send();
            assertThat(client.status()).isEqualTo(413);
            assertThat(client.text()).isEqualTo("too large");
            a.awaitOpen(0); // never put back among the idle ones
            Patience.until("no more is read of the client", body::cancelled);
        }
    }

    @Test
    void aReplicaThatRefusesAndClosesIsHeardThoughItsConnectionBreaksUnderTheBody() {
        Signal closed = new Signal();
        Signal loopBusy = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a)) {
            assumeTrue(engine.epoll(), "NIO reads nothing after a reset");
            a.next(line -> {
                line.head();
                engine.loop().execute(() -> {
                    loopBusy.fire();
                    closed.spin(); // the loop reads nothing meanwhile
                });
                loopBusy.await();
                line.answer(413, "too large", "Connection: close");
                line.reset();
                closed.fire();
            });
            ScriptedBody body = engine.body();
            Client client = engine.request("POST", "/x")
                    .header("Content-Length", "100000000")
                    .body(body)
                    .send();
            loopBusy.await();
            body.parts(100, 10_000);
            assertThat(client.status()).isEqualTo(413);
            assertThat(client.text()).isEqualTo("too large");
        }
    }

    @Test
    void anAnswerStreamsWhileTheRequestDoes() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.head(200, -1, "Transfer-Encoding: chunked");
                    for (int i = 0; i < 3; i++) {
                        line.bytes(4);
                        line.chunk("pong");
                    }
                    line.send("0\r\n\r\n");
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body();
            Client client = engine.request("POST", "/echo")
                    .header("Content-Length", "12")
                    .body(body)
                    .send();
            for (int i = 1; i <= 3; i++) {
                body.part("ping");
                if (i == 3) {
                    body.end();
                }
                client.awaitSize(4 * i);
            }
            assertThat(client.text()).isEqualTo("pongpongpong");
        }
    }

    @Test
    void aFailingAnswerBeforeTheEndOfTheBodyIsRetriedWithAllOfIt() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.bytes(3);
                    line.answer(503, "busy");
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a, b)) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "6")
                    .body(body)
                    .send();
            b.awaitReceived(1);
            body.part("def").end();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(b.received(0).body()).isEqualTo("abcdef");
            a.awaitOpen(0);
        }
    }
}
