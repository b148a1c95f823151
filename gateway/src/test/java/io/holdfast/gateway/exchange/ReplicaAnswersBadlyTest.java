package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 3: 502, 503 and a quick 504 are tried elsewhere where repeating is allowed, else passed as they came. */
class ReplicaAnswersBadlyTest {

    private static final Backoff AN_HOUR = new Backoff(3_600_000_000_000L, 1, 3_600_000_000_000L);

    @ParameterizedTest
    @CsvSource({"502, 1", "503, 1", "504, 0"})
    void anotherReplicaIsAskedAtOnceAndTheBreakerHearsOfIt(int status, int failures) {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(status, "no"));
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.setup(a, b).backoff(AN_HOUR).start()) {
            Client client = engine.request("POST", "/jobs").keyed().body("x").send();
            assertThat(client.text()).isEqualTo("yes");
            assertThat(client.attempts()).isEqualTo(2);
            assertThat(b.received(0).body()).isEqualTo("x");
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(failures);
            assertThat(engine.serviceGate().successes()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 501, 400, 404, 429, 505, 302})
    void anyOtherStatusPasses(int status) {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(status, "so it is"));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.get("/x");
            assertThat(client.status()).isEqualTo(status);
            assertThat(client.text()).isEqualTo("so it is");
            assertThat(client.attempts()).isEqualTo(1);
            engine.assertQuiet();
            assertThat(engine.gate(0).successes()).isEqualTo(1);
            assertThat(engine.serviceGate().successes()).isEqualTo(1);
        }
    }

    @Test
    void whatMayNotBeRepeatedPassesAsTheReplicaGaveIt() {
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(Script.answers(503, "{\"busy\":true}", "Retry-After: 7", "X-Mine: 1"));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.post("/jobs", "x");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).isEqualTo("{\"busy\":true}");
            assertThat(client.header("retry-after")).isEqualTo("7");
            assertThat(client.header("x-mine")).isEqualTo("1");
            assertThat(b.received()).isEmpty();
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(1);
            assertThat(engine.gate(0).successes()).isZero();
            assertThat(engine.serviceGate().failures()).isEqualTo(1);
        }
    }

    @Test
    void afterTheLastAttemptTheAnswerPasses() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.answers(503, "a is busy"));
                ScriptedReplica b = ScriptedReplica.start().always(Script.answers(502, "b is broken"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.get("/x");
            assertThat(client.attempts()).isEqualTo(4);
            assertThat(client.status()).isEqualTo(502);
            assertThat(client.text()).isEqualTo("b is broken");
            assertThat(a.received()).hasSize(2);
            assertThat(b.received()).hasSize(2);
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(2);
            assertThat(engine.gate(1).failures()).isEqualTo(2);
        }
    }

    @Test
    void withoutBudgetTheAnswerPasses() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.answers(503, "busy"));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).budget(0.2, 0).start()) {
            Client client = engine.get("/x");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).isEqualTo("busy");
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void aLate504Passes() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start();
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).time(time).start()) {
            a.next(line -> {
                line.request();
                engine.settle(); // sent, and known to be
                time.advance(Duration.ofMillis(5_001));
                line.answer(504, "gave up");
            });
            Client client = engine.get("/x");
            assertThat(client.status()).isEqualTo(504);
            assertThat(client.text()).isEqualTo("gave up");
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void aRetryAfterBeyondMaxWaitLeavesOnlyOtherReplicas() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(503, "a", "Retry-After: 11"));
                ScriptedReplica b = ScriptedReplica.start().next(Script.answers(503, "b", "Retry-After: 60"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("b");
            assertThat(client.header("retry-after")).isEqualTo("60");
            assertThat(client.attempts()).isEqualTo(2);
        }
    }

    @Test
    void aRetryAfterBeyondWhatIsLeftOfMaxWaitIsPassedOn() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(503, "busy", "Retry-After: 5"));
                TestEngine engine = TestEngine.setup(a).time(time).notUp().start()) {
            Client client = engine.get("/x");
            engine.awaitHeld(1);
            engine.settle();
            time.advance(Duration.ofSeconds(6));
            engine.up(engine.replica(0));
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).isEqualTo("busy");
            assertThat(client.header("retry-after")).isEqualTo("5");
        }
    }

    @Test
    void theOnlyReplicaIsAskedAgainNotBeforeItsRetryAfter() {
        AtomicLong answeredAt = new AtomicLong();
        AtomicLong askedAgainAt = new AtomicLong();
        Time time = Time.system();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            answeredAt.set(time.nanos());
                            line.answer(503, "", "Retry-After: 1");
                        })
                        .next(line -> {
                            line.request();
                            askedAgainAt.set(time.nanos());
                            line.answer(200, "now");
                        });
                TestEngine engine = TestEngine.of(a)) {
            assertThat(engine.get("/x").text()).isEqualTo("now");
            assertThat(askedAgainAt.get() - answeredAt.get()).isGreaterThanOrEqualTo(1_000_000_000L);
        }
    }

    @Test
    void aLargeBodyOfAnAnswerThatIsNotTakenIsNotRead() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(503, 1 << 30);
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.of(a, b)) {
            assertThat(engine.get("/x").text()).isEqualTo("yes");
            a.awaitOpen(0);
        }
    }

    @Test
    void aFailingAnswerThatBreaksOffCountsOnceForTheBreaker() {
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(Script.sendsAndCloses("HTTP/1.1 503 Busy\r\nContent-Length: 10\r\n\r\n12345"));
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.post("/jobs", "x");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.cut()).isEqualTo("12345");
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ICY 200 OK\r\n\r\n",
                "HTTP/1.1 abc OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
                "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: other\r\nConnection: upgrade\r\n\r\n",
                "\u0000\u0001\u0002\u0003\r\n\r\n"
            })
    void whatIsNotAnHttpAnswerIsAskedOfAnotherReplica(String garbage) {
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    line.send(garbage);
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.setup(a, b).backoff(AN_HOUR).start()) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("yes");
            assertThat(client.attempts()).isEqualTo(2);
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(1);

            Client post = engine.post("/x", "1");
            assertThat(post.status()).isEqualTo(502);
            assertThat(post.text()).contains("\"sent\":\"unknown\"");
        }
    }

    @Test
    void aBrokenBodyIsAskedOfAnotherReplicaOrCut() {
        String broken = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\nzz\r\n";
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    line.send(broken);
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.of(a, b)) {
            assertThat(engine.get("/x").text()).isEqualTo("yes");
            Client post = engine.post("/x", "1");
            assertThat(post.status()).isEqualTo(200);
            assertThat(post.cut()).isIn("", "a");
        }
    }

    @Test
    void aHeadWithoutEndIsNotReadForEver() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.send("HTTP/1.1 200 OK\r\n");
                    for (int i = 0; i < 10_000; i++) {
                        line.send("X-" + i + ": " + "y".repeat(100) + "\r\n");
                    }
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("yes"));
                TestEngine engine = TestEngine.of(a, b)) {
            assertThat(engine.get("/x").text()).isEqualTo("yes");
        }
    }
}
