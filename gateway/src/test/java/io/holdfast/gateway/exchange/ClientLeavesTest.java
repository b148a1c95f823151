package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.DeafPort;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 8: the client is gone; the attempt is cancelled at once and everything given back. */
class ClientLeavesTest {

    private static final Backoff AN_HOUR = new Backoff(3_600_000_000_000L, 1, 3_600_000_000_000L);

    @Test
    void aBodyThatEndsShortOfItsLengthEndsTheExchangeInsteadOfWaitingForTheRest() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.request("POST", "/x")
                    .header("Content-Length", "5")
                    .body(engine.body().part("abc").end())
                    .send();
            assertThat(client.ended()).hasMessage("the body of the request has 3 bytes (expected: 5)");
            a.awaitOpen(0);
            engine.assertQuiet();
        }
    }

    @Test
    void aBodyLongerThanItSaidEndsTheExchange() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.request("POST", "/x")
                    .header("Content-Length", "2")
                    .body(engine.body().part("abc").end())
                    .send();
            assertThat(client.ended()).hasMessageContaining("longer than it said");
            a.awaitOpen(0);
        }
    }

    @Test
    void beforeTheAnswer() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.post("/x", "1");
            a.awaitReceived(1);
            client.leave();
            a.awaitOpen(0);
            engine.assertQuiet();
            assertThat(engine.gate(0).released())
                    .as("a cancel is no word on the breaker")
                    .isEqualTo(1);
            assertThat(engine.serviceGate().released()).isEqualTo(1);
            assertThat(engine.incidents().told()).containsExactly("client gone");
            assertThat(client.answered()).isFalse();
        }
    }

    @Test
    void beforeAnythingWasDone() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok(""));
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.onLoop(() -> {
                Client c = engine.get("/x");
                c.leave();
                return c;
            });
            engine.settle();
            engine.assertQuiet();
            assertThat(client.answered()).isFalse();
        }
    }

    @Test
    void whileTheConnectionIsBeingMade() throws IOException {
        try (DeafPort deaf = new DeafPort();
                TestEngine engine =
                        TestEngine.setup(deaf).connect(Duration.ofSeconds(10)).start()) {
            Client client = engine.get("/x");
            Patience.until("an attempt", () -> engine.replica(0).inFlight().get() == 1);
            client.leave();
            engine.assertQuiet();
            engine.settle();
        }
    }

    @Test
    void inTheMiddleOfTheBody() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 1 << 30);
                    while (true) {
                        line.send("x".repeat(10_000));
                    }
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.get("/x");
            client.awaitSize(100_000);
            client.leave();
            a.awaitOpen(0);
            engine.assertQuiet();
            assertThat(engine.gate(0).successes()).isEqualTo(1);
            assertThat(engine.incidents().count("lost")).isZero();
        }
    }

    @Test
    void withABodyThatItNeverRead() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 1 << 30);
                    line.send("x".repeat(10_000));
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.request("GET", "/x").sendSlowly();
            client.answer();
            client.leave();
            a.awaitOpen(0);
        }
    }

    @Test
    void whileASmallBodyIsHeldUntilWhole() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 10);
                    line.send("12345");
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.get("/x");
            Patience.until("bytes came", () -> engine.replica(0).load().lastByteAt() != Long.MIN_VALUE);
            engine.settle();
            client.leave();
            a.awaitOpen(0);
            assertThat(client.answered()).isFalse();
        }
    }

    @Test
    void whileItsBodyIsOnTheWay() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().parts(5, 1_000);
            Client client = engine.request("POST", "/x").body(body).send();
            body.awaitGiven(5);
            client.leave();
            a.awaitOpen(0);
            Patience.until("no more is read of the client", body::cancelled);
            body.part("too late").end();
            engine.settle();
            assertThat(body.given()).isEqualTo(5);
        }
    }

    @Test
    void betweenTwoAttempts() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                TestEngine engine = TestEngine.setup(a)
                        .backoff(AN_HOUR)
                        .maxHold(Duration.ofHours(2))
                        .start()) {
            ScriptedBody body = engine.body().part("abc").end();
            Client client = engine.request("PUT", "/x").body(body).send();
            Patience.until("lost", () -> engine.incidents().count("lost") == 1);
            engine.settle();
            client.leave();
            engine.assertQuiet();
            assertThat(a.received()).hasSize(1);
        }
    }

    @Test
    void whenItBreaksOffItsOwnBody() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abc").fail(new IOException("the client is gone"));
            Client client = engine.request("PUT", "/x").body(body).send();
            assertThat(client.ended()).isInstanceOf(IOException.class);
            a.awaitOpen(0);
            assertThat(a.received(0).whole()).isFalse();
        }
    }

    @Test
    void whenItBreaksOffItsBodyAfterTheAnswerHasBegun() {
        Signal begun = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.head(200, 1_000_000);
                    line.send("abc");
                    begun.fire();
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("POST", "/x").body(body).send();
            client.awaitSize(3);
            body.fail(new IOException("the client is gone"));
            a.awaitOpen(0);
            assertThat(client.ended()).as("the answer cannot become whole").isNotNull();
        }
    }

    @Test
    void manyAtAnyMoment() {
        Signal go = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    if (line.number() % 3 == 0) {
                        go.await();
                    }
                    line.answer(200, "x".repeat(line.number() % 2 == 0 ? 10 : 200_000));
                });
                TestEngine engine = TestEngine.of(a)) {
            List<Client> stay = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Client client = engine.get("/" + i);
                if (i % 2 == 0) {
                    client.leave();
                } else {
                    stay.add(client);
                }
                if (i % 7 == 0) {
                    engine.settle();
                }
            }
            go.fire();
            stay.forEach(client -> assertThat(client.bytes().length).isIn(10, 200_000));
            engine.assertQuiet();
        }
    }
}
