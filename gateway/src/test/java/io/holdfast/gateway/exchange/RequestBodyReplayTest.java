package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body of a request: streamed, kept up to a limit, given again from its start. */
class RequestBodyReplayTest {

    private static byte[] bytes(int from, int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) ((from + i) * 31);
        }
        return bytes;
    }

    @Test
    void aBodyWithoutLengthGoesInChunks() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().part("abc").part("def").end();
            assertThat(engine.request("POST", "/x").body(body).send().text()).isEqualTo("got it");
            assertThat(a.received(0).body()).isEqualTo("abcdef");
            assertThat(a.received(0).header("transfer-encoding")).isEqualTo("chunked");
            assertThat(a.received(0).header("content-length")).isNull();
        }
    }

    @Test
    void aBodyWithALengthKeepsIt() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a)) {
            assertThat(engine.post("/x", "abcdef").text()).isEqualTo("got it");
            assertThat(a.received(0).body()).isEqualTo("abcdef");
            assertThat(a.received(0).headers("content-length")).containsExactly("6");
            assertThat(a.received(0).header("transfer-encoding")).isNull();
        }
    }

    @Test
    void anEmptyBodyIsStillABody() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a, b)) {
            ScriptedBody body = engine.body().end();
            assertThat(engine.request("PUT", "/x").body(body).send().text()).isEqualTo("got it");
            assertThat(b.received(0).whole()).isTrue();
            assertThat(b.received(0).body()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 500, 999, 1_000})
    void whatIsWithinTheBufferIsGivenAgainFromItsStartAndThenGoesOn(int untilLoss) {
        try (ScriptedReplica a = ScriptedReplica.start();
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.setup(a, b).replayBuffer(1_000).start()) {
            Signal lost = new Signal();
            a.next(line -> {
                line.head();
                line.bytes(untilLoss);
                line.reset();
                lost.fire();
            });
            ScriptedBody body = engine.body();
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "3000")
                    .body(body)
                    .send();
            body.part(bytes(0, untilLoss));
            lost.await();
            b.awaitReceived(1);
            body.part(bytes(untilLoss, 3_000 - untilLoss)).end();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(b.received(0).bytes()).isEqualTo(bytes(0, 3_000));
        }
    }

    @Test
    void pastTheBufferItStreamsThroughAndCannotBeSentAgain() {
        Signal reset = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.bytes(1_001);
                    reset.await();
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).replayBuffer(1_000).start()) {
            ScriptedBody body = engine.body().part(bytes(0, 600)).part(bytes(600, 401));
            Client client = engine.request("PUT", "/x")
                    .header("Content-Length", "5000")
                    .body(body)
                    .send();
            body.awaitGiven(2);
            reset.fire();
            assertThat(client.status()).isEqualTo(502);
            assertThat(client.text()).contains("\"sent\":\"unknown\"");
            assertThat(b.received()).isEmpty();
            engine.settle();
            assertThat(body.cancelled())
                    .as("nothing more is read of the client")
                    .isTrue();
        }
    }

    @Test
    void itIsReadNoFasterThanTheReplicaTakesIt() {
        Signal read = new Signal();
        int part = 64 << 10;
        int parts = 1_000;
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    read.await();
                    line.body();
                    line.answer(200, "got it");
                });
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body().parts(parts, part).end();
            Client client = engine.request("POST", "/x").body(body).send();
            a.awaitReceived(1);
            int before;
            do {
                before = body.given();
                for (int i = 0; i < 100; i++) {
                    engine.settle();
                }
            } while (body.given() > before);
            assertThat(body.given() * part)
                    .as("what the sockets take, and little more")
                    .isLessThan(16 << 20);
            read.fire();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).bytes()).hasSize(parts * part);
        }
    }

    @Test
    void trailersPassAlsoWhenItIsGivenAgain() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.request("PUT", "/x")
                    .header("Trailer", "X-Sum")
                    .trailers(new DefaultHttpHeaders().add("X-Sum", "42"))
                    .body(engine.body().part("abc").end())
                    .send();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).trailerLines()).containsExactly("X-Sum: 42");
            assertThat(b.received(0).trailerLines()).containsExactly("X-Sum: 42");
        }
    }

    @Test
    void signalsFromOtherThreadsKeepTheirOrder() {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a, b)) {
            ScriptedBody body = new ScriptedBody(other);
            for (int i = 0; i < 200; i++) {
                body.part(bytes(i * 100, 100));
            }
            Client client = engine.request("PUT", "/x").body(body.end()).send();
            assertThat(client.text()).isEqualTo("got it");
            assertThat(b.received(0).bytes()).isEqualTo(bytes(0, 20_000));
        } finally {
            other.shutdown();
        }
    }

    @Test
    void partsThatComeBetweenTwoAttemptsAreNotForgotten() {
        Signal lost = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine =
                        TestEngine.setup(a).notUp().replayBuffer(100).start()) {
            ScriptedBody body = engine.body().part(bytes(0, 60));
            Client client = engine.request("PUT", "/x").body(body).send();
            body.awaitGiven(1);
            body.part(bytes(60, 60)).part(bytes(120, 60)).end();
            body.awaitGiven(2);
            engine.settle();
            assertThat(body.given()).isEqualTo(2);
            a.next(line -> {
                line.request();
                lost.fire();
                line.answer(200, "got it");
            });
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).bytes()).isEqualTo(bytes(0, 180));
        }
    }

    @Test
    void aBodyPastTheBufferWhileHeldIsGivenOnce() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine =
                        TestEngine.setup(a, b).notUp().replayBuffer(100).start()) {
            ScriptedBody body =
                    engine.body().part(bytes(0, 150)).part(bytes(150, 10)).end();
            Client client = engine.request("PUT", "/x").body(body).send();
            body.awaitGiven(1);
            engine.up(engine.replica(0));
            engine.up(engine.replica(1));
            assertThat(client.status()).isEqualTo(502);
            assertThat(a.received(0).bytes()).isEqualTo(bytes(0, 160));
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void aLargeBodyArrivesByteForByte() {
        byte[] all = bytes(0, 5_000_000);
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("got it"));
                TestEngine engine = TestEngine.of(a)) {
            ScriptedBody body = engine.body();
            for (int from = 0; from < all.length; from += 7_919) {
                body.part(Arrays.copyOfRange(all, from, Math.min(all.length, from + 7_919)));
            }
            assertThat(engine.request("POST", "/x").body(body.end()).send().text())
                    .isEqualTo("got it");
            assertThat(a.received(0).bytes()).isEqualTo(all);
        }
    }
}
