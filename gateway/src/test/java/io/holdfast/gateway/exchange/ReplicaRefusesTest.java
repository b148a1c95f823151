package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.ClosedPort;
import io.holdfast.gateway.testing.DeafPort;
import io.holdfast.gateway.testing.Endpoint;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import io.holdfast.gateway.upstream.Loss;
import io.netty.handler.ssl.SslContextBuilder;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 1: what was never sent goes to another replica, whatever the method, and costs nothing. */
class ReplicaRefusesTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "POST", "PATCH", "REPORT"})
    void everyMethodMovesToAnotherReplicaAtNoCost(String method) {
        try (ClosedPort gone = new ClosedPort();
                ScriptedReplica b = ScriptedReplica.start().next(Script.answers(200, ""));
                TestEngine engine =
                        TestEngine.setup(gone, b).maxRetries(0).budget(0, 0).start()) {
            Client client = engine.request(method, "/jobs").send();
            assertThat(client.status()).isEqualTo(200);
            assertThat(client.attempts()).isEqualTo(2);
            assertThat(client.header("x-holdfast-replica")).isEqualTo(b.name());
            assertThat(b.received()).hasSize(1);
            assertThat(b.received(0).method).isEqualTo(method);
            assertThat(engine.incidents().count("refused " + gone.name())).isEqualTo(1);
            engine.assertQuiet();
            assertThat(engine.gate(0).released())
                    .as("a refusal is no word on the breaker")
                    .isEqualTo(1);
            assertThat(engine.gate(1).successes()).isEqualTo(1);
        }
    }

    @Test
    void theBodyGoesAlongHoweverLargeSinceNothingOfItWasRead() {
        byte[] part = new byte[64 << 10];
        try (ClosedPort gone = new ClosedPort();
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.setup(gone, b).replayBuffer(1024).start()) {
            ScriptedBody body = engine.body().part(part).part(part).end();
            Client client = engine.request("POST", "/jobs").body(body).send();
            assertThat(client.text()).isEqualTo("made");
            assertThat(b.received(0).bytes()).hasSize(128 << 10);
        }
    }

    @Test
    void aReplicaThatNobodyAnswersForIsLeftAfterTheConnectTimeout() {
        try (DeafPort deaf = new DeafPort();
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine =
                        TestEngine.setup(deaf, b).connect(Duration.ofMillis(80)).start()) {
            Client client = engine.post("/jobs", "x");
            assertThat(client.text()).isEqualTo("made");
            assertThat(engine.incidents().losses()).singleElement().satisfies(loss -> {
                assertThat(loss.kind()).isEqualTo(Loss.Kind.UNREACHABLE);
                assertThat(loss.sent()).isFalse();
            });
            assertThat(engine.incidents().count("lost " + deaf.name())).isEqualTo(1);
        }
    }

    @Test
    void aFailedTlsHandshakeIsNeverSent() throws Exception {
        try (ScriptedReplica plain = ScriptedReplica.start().onAccept(line -> {
                    line.send("HTTP/1.1 400 Bad Request\r\n\r\n");
                    line.close();
                });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.setup(new AsTls(plain), b)
                        .ssl(SslContextBuilder.forClient().build())
                        .start()) {
            Client client = engine.post("/jobs", "x");
            assertThat(client.text()).isEqualTo("made");
            assertThat(engine.incidents().losses()).singleElement().satisfies(loss -> {
                assertThat(loss.kind()).isEqualTo(Loss.Kind.TLS);
                assertThat(loss.sent()).isFalse();
            });
        }
    }

    @Test
    void aTlsHandshakeThatNeverEndsIsLeftAfterTheConnectTimeout() throws Exception {
        try (ScriptedReplica silent = ScriptedReplica.start().onAccept(line -> line.untilClosed());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.setup(new AsTls(silent), b)
                        .ssl(SslContextBuilder.forClient().build())
                        .connect(Duration.ofMillis(80))
                        .start()) {
            assertThat(engine.post("/jobs", "x").text()).isEqualTo("made");
            silent.awaitOpen(0);
        }
    }

    @Test
    void whenAllRefuseTheRequestGoesRoundUntilItsTimeIsUp() {
        try (ClosedPort a = new ClosedPort();
                ClosedPort b = new ClosedPort();
                TestEngine engine =
                        TestEngine.setup(a, b).maxHold(Duration.ofMillis(60)).start()) {
            Client client = engine.post("/jobs", "x");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).contains("\"sent\":false");
            assertThat(client.header("retry-after")).isEqualTo("1");
            assertThat(client.attempts()).isGreaterThanOrEqualTo(4);
        }
    }

    @Test
    void whenAllThatRefusedAreDownTheRequestWaitsAndIsAnsweredByTheFirstToComeBack() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("back"));
                ClosedPort b = new ClosedPort();
                TestEngine engine = TestEngine.of(a, b).refusedIsDown()) {
            a.kill();
            Client client = engine.post("/jobs", "x");
            engine.awaitHeld(1);
            a.listen();
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("back");
            assertThat(a.received()).hasSize(1);
            assertThat(engine.incidents().count("saved HELD")).isEqualTo(1);
        }
    }

    /** The same port, taken for one that speaks TLS. */
    private record AsTls(ScriptedReplica replica) implements Endpoint {
        @Override
        public int port() {
            return replica.port();
        }

        @Override
        public URI url() {
            return URI.create("https://" + name());
        }

        @Override
        public int open() {
            return replica.open();
        }

        @Override
        public void close() {}
    }
}
