package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Request;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import io.holdfast.gateway.upstream.Loss;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 7: no byte comes while requests wait. */
class ReplicaFallsSilentTest {

    @Test
    void healthIsToldWhileRequestsWaitAndNotBefore() {
        Signal answer = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("")).next(line -> {
                    line.request();
                    answer.await();
                    line.answer(200, "late");
                });
                TestEngine engine =
                        TestEngine.setup(a).suspect(Duration.ofMillis(60)).start()) {
            engine.get("/x").text();
            assertThat(engine.incidents().count("silent")).isZero();
            Client client = engine.get("/slow");
            Patience.until("told of silence", () -> engine.incidents().count("silent " + a.name()) >= 2);
            answer.fire();
            assertThat(client.text()).as("slow work is not a hang").isEqualTo("late");
            assertThat(client.attempts()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET, false, true",
        "HEAD, false, true",
        "OPTIONS, false, true",
        "POST, true, true",
        "PUT, true, true",
        "POST, false, false",
        "PUT, false, false",
        "DELETE, false, false"
    })
    void whenItIsDownWhatCannotHappenTwiceMovesAndTheRestWaitsOn(String method, boolean keyed, boolean moves) {
        Signal late = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    late.await();
                    line.answer(201, "");
                });
                ScriptedReplica b = ScriptedReplica.start().always(Script.answers(200, ""));
                TestEngine engine = TestEngine.of(a, b)) {
            Request request = engine.request(method, "/x");
            Client client = (keyed ? request.keyed() : request).send();
            a.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(0));
            if (moves) {
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.attempts()).isEqualTo(2);
                assertThat(engine.incidents().count("saved HANG")).isEqualTo(1);
                engine.assertQuiet();
                assertThat(engine.gate(0).released()).isEqualTo(1);
                late.fire();
                a.awaitOpen(0); // its late answer reaches nobody
            } else {
                engine.settle();
                assertThat(client.answered()).isFalse();
                assertThat(b.received()).isEmpty();
                late.fire();
                assertThat(client.status()).isEqualTo(201);
            }
        }
    }

    @Test
    void aRequestMovesOnceForSilence() {
        Signal late = new Signal();
        Script slow = line -> {
            line.request();
            late.await();
            line.answer(200, "slow work");
        };
        try (ScriptedReplica a = ScriptedReplica.start().next(slow);
                ScriptedReplica b = ScriptedReplica.start().next(slow);
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a, b, c)) {
            Client client = engine.get("/x");
            a.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(0));
            b.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(1));
            engine.settle();
            assertThat(c.received()).isEmpty();
            late.fire();
            assertThat(client.text()).isEqualTo("slow work");
            assertThat(client.header("x-holdfast-replica")).isEqualTo(b.name());
        }
    }

    @Test
    void theBodyMovesAlong() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.request("POST", "/jobs").keyed().body("x=1").send();
            a.awaitReceived(1);
            Patience.until("all of it", () -> a.received(0).whole());
            engine.settle();
            engine.down(engine.replica(0));
            assertThat(client.text()).isEqualTo("made");
            assertThat(b.received(0).body()).isEqualTo("x=1");
            a.awaitOpen(0);
        }
    }

    @Test
    void whenNoOtherReplicaIsThereItWaitsForOne() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.get("/x");
            a.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(0));
            engine.awaitHeld(1);
            a.next(Script.ok("again"));
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("again");
        }
    }

    @Test
    void aSmallBodyThatIsHeldMovesWhenItsReplicaIsDown() {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 10);
                    line.send("12345");
                    line.untilClosed();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("1234567890"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.get("/x");
            Patience.until("bytes came", () -> engine.replica(0).load().lastByteAt() != Long.MIN_VALUE);
            engine.settle();
            engine.down(engine.replica(0));
            assertThat(client.text()).isEqualTo("1234567890");
            a.awaitOpen(0);
        }
    }

    @Test
    void aFirstByteTimeoutIs504AndNotRetried() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b)
                        .time(time)
                        .firstByte(Duration.ofSeconds(120))
                        .start()) {
            Client client = engine.get("/x");
            a.awaitReceived(1);
            engine.settle();
            time.advance(Duration.ofSeconds(121));
            assertThat(client.status()).isEqualTo(504);
            assertThat(client.text()).contains("\"sent\":\"unknown\"").contains("timeouts.first-byte");
            assertThat(client.attempts()).isEqualTo(1);
            assertThat(b.received()).isEmpty();
            a.awaitOpen(0);
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).isEqualTo(1);
            assertThat(engine.serviceGate().failures()).isEqualTo(1);
            assertThat(engine.incidents().losses())
                    .extracting(Loss::kind)
                    .containsExactly(Loss.Kind.FIRST_BYTE_TIMEOUT);
        }
    }

    @Test
    void aBodyThatStopsIsCutAfterTheIdleTimeout() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 1_000_000);
                    line.send("abc");
                    line.untilClosed();
                });
                TestEngine engine = TestEngine.setup(a)
                        .time(time)
                        .idle(Duration.ofSeconds(300))
                        .start()) {
            Client client = engine.get("/x");
            client.awaitSize(3);
            engine.settle();
            time.advance(Duration.ofSeconds(301));
            assertThat(client.cut()).isEqualTo("abc");
            a.awaitOpen(0);
        }
    }

    @Test
    void aClientThatDoesNotReadIsNoReplicasFault() {
        ManualTime time = new ManualTime();
        Signal rest = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.head(200, 6);
                            line.send("abc");
                            rest.await();
                            line.send("def");
                        })
                        .next(Script.silent());
                TestEngine engine = TestEngine.setup(a)
                        .time(time)
                        .wholeBodyUnder(5)
                        .idle(Duration.ofSeconds(300))
                        .firstByte(Duration.ofHours(1))
                        .suspect(Duration.ofMillis(300))
                        .start()) {
            Client client = engine.request("GET", "/x").sendSlowly();
            client.more(1).awaitSize(3);
            Client other = engine.get("/y");
            a.awaitReceived(2);
            engine.settle();
            time.advance(Duration.ofSeconds(1_000));
            Patience.until("the timer ran", () -> engine.incidents().count("silent") > 0);
            other.leave();
            rest.fire();
            assertThat(client.more(10).text()).isEqualTo("abcdef");
        }
    }
}
