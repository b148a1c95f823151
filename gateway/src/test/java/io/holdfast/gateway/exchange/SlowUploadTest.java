package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code timeouts.first-byte} begins with the end of the request: how long a client uploads is its own affair. */
class SlowUploadTest {

    private static final Duration BEYOND_FIRST_BYTE = Duration.ofSeconds(121);

    private final ManualTime time = new ManualTime();

    private TestEngine engine(ScriptedReplica replica) {
        return TestEngine.setup(replica).time(time).start();
    }

    /** Makes the time of first-byte pass, and waits until the engine has looked. */
    private void pass(TestEngine engine, ScriptedReplica replica) {
        int before = replica.received().size();
        Client witness = engine.get("/witness");
        replica.awaitReceived(before + 1);
        time.advance(BEYOND_FIRST_BYTE);
        assertThat(witness.status()).isEqualTo(504);
        engine.settle();
    }

    @Test
    void aSlowClientIsNoSlowReplica() {
        Signal arrived = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.head();
                            line.bytes(3);
                            arrived.fire();
                            line.body();
                            line.answer(200, "got it");
                        })
                        .always(Script.silent());
                TestEngine engine = engine(a)) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "6")
                    .body(body)
                    .send();
            arrived.await();
            pass(engine, a);
            assertThat(client.answered()).isFalse();
            pass(engine, a);
            assertThat(client.answered()).isFalse();
            body.part("def").end();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(engine.replica(0).load().millis())
                    .as("the time of the upload is not the replica's")
                    .isLessThan(1_000);
        }
    }

    @Test
    void aReplicaThatSaysNothingAfterTheWholeRequestIsGivenUp() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.silent()).always(Script.silent());
                TestEngine engine = engine(a)) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "6")
                    .body(body)
                    .send();
            a.awaitReceived(1);
            pass(engine, a);
            body.part("def").end();
            Patience.until("the whole request", () -> a.received(0).whole());
            pass(engine, a);
            assertThat(client.status()).isEqualTo(504);
        }
    }

    @Test
    void aReplicaThatTakesNoMoreOfTheBodyIsGivenUp() {
        Signal over = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    over.await();
                });
                TestEngine engine = engine(a)) {
            ScriptedBody body = engine.body().parts(400, 50_000).end();
            Client client = engine.request("POST", "/x").body(body).send();
            a.awaitReceived(1);
            Patience.until("given up", () -> {
                time.advance(BEYOND_FIRST_BYTE);
                return client.answered();
            });
            assertThat(client.status()).isEqualTo(504);
            assertThat(body.given()).isLessThan(400);
            over.fire();
        }
    }

    @Test
    void aReplicaIsNotSuspectWhileItsClientsAreSlow() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.setup(a)
                        .time(time)
                        .suspect(Duration.ofMillis(300))
                        .start()) {
            ScriptedBody body = engine.body().part("abc");
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "6")
                    .body(body)
                    .send();
            a.awaitReceived(1);
            for (int i = 0; i < 5; i++) {
                time.advance(Duration.ofSeconds(1));
                ticks(engine);
            }
            body.part("def").end();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(engine.incidents().count("silent")).isZero();
        }
    }

    /** Longer than the engine takes to look again. */
    private static void ticks(TestEngine engine) {
        Signal later = new Signal();
        engine.loop().schedule(later::fire, 120, TimeUnit.MILLISECONDS);
        later.await();
    }
}
