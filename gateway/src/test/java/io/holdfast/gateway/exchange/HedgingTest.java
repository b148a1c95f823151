package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.DeafPort;
import io.holdfast.gateway.testing.Line;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A second attempt beside a slow first one, and what becomes of the two. */
class HedgingTest {

    private static final Duration SOON = Duration.ofMillis(20);

    private final Signal first = new Signal();
    private final Signal second = new Signal();

    private static Script when(Signal signal, Script then) {
        return line -> {
            line.request();
            signal.await();
            then.play(line);
        };
    }

    @Test
    void theFirstAnswerWinsAndTheOtherIsCancelled() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("quick"));
                TestEngine engine = TestEngine.setup(a, b).hedge(SOON).start()) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("quick");
            assertThat(client.attempts()).isEqualTo(2);
            a.awaitOpen(0);
            engine.assertQuiet();
        }
    }

    @Test
    void aReplicaThatGoesDownMeanwhileIsNotWaitedForWhenTheOtherIsLostToo() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent());
                ScriptedReplica b = ScriptedReplica.start().next(when(second, Line::reset));
                ScriptedReplica c = ScriptedReplica.start().next(Script.ok("third"));
                TestEngine engine = TestEngine.setup(a, b, c).hedge(SOON).start()) {
            Client client = engine.get("/x");
            b.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(0));
            engine.settle();
            second.fire();
            assertThat(client.text()).isEqualTo("third");
            a.awaitOpen(0);
        }
    }

    @Test
    void aReplicaThatGoesDownWithTheSecondAttemptIsNotWaitedForEither() {
        try (ScriptedReplica a = ScriptedReplica.start().next(when(first, Line::reset));
                ScriptedReplica b = ScriptedReplica.start().next(Script.silent());
                ScriptedReplica c = ScriptedReplica.start().next(Script.ok("third"));
                TestEngine engine = TestEngine.setup(a, b, c).hedge(SOON).start()) {
            Client client = engine.get("/x");
            b.awaitReceived(1);
            engine.settle();
            engine.down(engine.replica(1));
            engine.settle();
            first.fire();
            assertThat(client.text()).isEqualTo("third");
            b.awaitOpen(0);
        }
    }

    @Test
    void whatOneReplicaHasAnsweredWasSentWhateverBecomesOfTheOther() {
        try (ScriptedReplica a =
                        ScriptedReplica.start().next(when(first, line -> line.answer(503, "no", "Retry-After: 0")));
                DeafPort b = new DeafPort();
                TestEngine engine = TestEngine.setup(a, b)
                        .hedge(SOON)
                        .connect(Duration.ofMillis(200))
                        .maxHold(Duration.ofMillis(300))
                        .start()) {
            Client client = engine.get("/x");
            a.awaitReceived(1);
            Patience.until(
                    "the second attempt", () -> engine.replica(1).inFlight().get() == 1);
            first.fire();
            Patience.until("the answer", () -> engine.replica(0).inFlight().get() == 0);
            engine.down(engine.replica(0));
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).contains("\"sent\":\"unknown\"");
        }
    }

    @Test
    void bothLossesCountWhenTwoAttemptsAreLost() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start().next(when(first, Line::reset));
                ScriptedReplica b = ScriptedReplica.start().next(when(second, Line::reset));
                ScriptedReplica c = ScriptedReplica.start();
                TestEngine engine =
                        TestEngine.setup(a, b, c).hedge(SOON).time(time).start()) {
            Client client = engine.get("/boom");
            b.awaitReceived(1);
            first.fire();
            Patience.until(
                    "the first is lost", () -> engine.replica(0).inFlight().get() == 0);
            time.advance(Duration.ofSeconds(3));
            second.fire();
            assertThat(client.status()).isEqualTo(502);
            assertThat(client.text()).contains("Poison request");
            assertThat(c.received()).isEmpty();
        }
    }
}
