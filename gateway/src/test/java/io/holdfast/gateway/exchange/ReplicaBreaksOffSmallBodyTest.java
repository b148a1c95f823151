package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 4: an answer begun and then lost. */
class ReplicaBreaksOffSmallBodyTest {

    private static final String SIZED = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
    private static final String CHUNKED =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n0123\r\n6\r\n456789\r\n0\r\n\r\n";

    @ParameterizedTest
    @ValueSource(strings = {SIZED, CHUNKED})
    void whereverItBreaksOffTheClientGetsOneWholeAnswer(String answer) {
        for (int end = 1; end < answer.length(); end++) {
            try (ScriptedReplica a = ScriptedReplica.start().next(Script.sendsAndCloses(answer.substring(0, end)));
                    ScriptedReplica b = ScriptedReplica.start().next(Script.ok("0123456789"));
                    TestEngine engine = TestEngine.of(a, b)) {
                Client client = engine.get("/x");
                assertThat(client.text()).as("broken off after %s bytes", end).isEqualTo("0123456789");
                assertThat(client.attempts()).isEqualTo(2);
                assertThat(client.header("x-holdfast-replica")).isEqualTo(b.name());
                engine.assertQuiet();
                assertThat(engine.gate(0).failures()).isEqualTo(1);
            }
        }
    }

    @Test
    void aPostGetsStatusAndBytesAndIsCutNeverEndedAsIfWhole() {
        int head = SIZED.indexOf("0123");
        for (int end = head; end < SIZED.length(); end++) {
            try (ScriptedReplica a = ScriptedReplica.start().next(Script.sendsAndCloses(SIZED.substring(0, end)));
                    ScriptedReplica b = ScriptedReplica.start();
                    TestEngine engine = TestEngine.of(a, b)) {
                Client client = engine.post("/x", "1");
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.header("content-length")).isEqualTo("10");
                assertThat(client.cut()).isEqualTo(SIZED.substring(head, end));
                assertThat(b.received()).isEmpty();
                assertThat(engine.incidents().count("cut " + a.name())).isEqualTo(1);
            }
        }
    }

    @Test
    void aChunkedAnswerToAPostPassesAtOnceAndIsCut() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Transfer-Encoding: chunked");
                    line.chunk("abc");
                    seen.await();
                    line.reset();
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.post("/x", "1");
            client.awaitSize(3);
            seen.fire();
            assertThat(client.cut()).isEqualTo("abc");
        }
    }

    @Test
    void aBodyThatLastsUntilTheCloseIsWholeAtFinAndLostAtReset() {
        Signal sent = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(Script.sendsAndCloses("HTTP/1.1 200 OK\r\n\r\nall of it"))
                        .next(line -> {
                            line.request();
                            line.send("HTTP/1.1 200 OK\r\n\r\npart of");
                            line.reset();
                        });
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("all of it"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client whole = engine.get("/x");
            assertThat(whole.text()).isEqualTo("all of it");
            assertThat(whole.header("content-length")).isEqualTo("9");
            assertThat(whole.attempts()).isEqualTo(1);
            Client broken = engine.get("/x");
            assertThat(broken.text()).isEqualTo("all of it");
            assertThat(broken.attempts()).isEqualTo(2);
            sent.fire();
        }
    }

    @Test
    void aSlowBodyOfUnknownLengthIsPassedOnAndThenCut() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Transfer-Encoding: chunked");
                    line.chunk("abc");
                    seen.await();
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.get("/x");
            client.awaitSize(3);
            seen.fire();
            assertThat(client.cut()).isEqualTo("abc");
            assertThat(b.received()).isEmpty();
            engine.assertQuiet();
            assertThat(engine.gate(0).failures()).as("a stream that broke").isEqualTo(1);
        }
    }

    @Test
    void aSlowBodyOfKnownLengthIsPassedOnAfterASecond() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 6);
                    line.send("abc");
                    seen.await();
                    line.send("def");
                });
                TestEngine engine = TestEngine.of(a)) {
            Client client = engine.get("/x");
            client.awaitSize(3);
            seen.fire();
            assertThat(client.text()).isEqualTo("abcdef");
        }
    }

    @Test
    void aBodyOverTheLimitIsStreamedAndCut() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, 101);
                    line.send("a".repeat(50));
                    seen.await();
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).wholeBodyUnder(100).start()) {
            Client client = engine.get("/x");
            client.awaitSize(50);
            seen.fire();
            assertThat(client.cut()).hasSize(50);
            assertThat(b.received()).isEmpty();
        }
    }

    @Test
    void aBodyExactlyAtTheLimitIsHeldUntilWhole() {
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(Script.sendsAndCloses(
                                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n" + "a".repeat(99)));
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("b".repeat(100)));
                TestEngine engine = TestEngine.setup(a, b).wholeBodyUnder(100).start()) {
            assertThat(engine.get("/x").text()).isEqualTo("b".repeat(100));
        }
    }

    @Test
    void aBodyOfUnknownLengthThatOutgrowsTheLimitIsStreamed() {
        Signal seen = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.request();
                    line.head(200, -1, "Transfer-Encoding: chunked");
                    line.chunk("a".repeat(101));
                    seen.await();
                    line.chunk("b");
                    line.send("0\r\n\r\n");
                });
                TestEngine engine = TestEngine.setup(a).wholeBodyUnder(100).start()) {
            Client client = engine.get("/x");
            client.awaitSize(101);
            seen.fire();
            assertThat(client.text()).isEqualTo("a".repeat(101) + "b");
        }
    }

    @Test
    void answersWithoutBodyHaveNothingToWaitFor() {
        Signal never = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start()
                        .next(line -> {
                            line.request();
                            line.head(200, 1_000_000);
                        })
                        .next(line -> {
                            line.request();
                            line.head(204, -1);
                        })
                        .next(line -> {
                            line.request();
                            line.head(304, 5, "ETag: \"x\"");
                        });
                TestEngine engine = TestEngine.of(a)) {
            Client head = engine.request("HEAD", "/x").send();
            assertThat(head.text()).isEmpty();
            assertThat(head.header("content-length")).isEqualTo("1000000");
            Client none = engine.get("/x");
            assertThat(none.status()).isEqualTo(204);
            assertThat(none.header("content-length")).isNull();
            Client same = engine.get("/x");
            assertThat(same.status()).isEqualTo(304);
            assertThat(same.header("content-length")).isEqualTo("5");
            assertThat(same.text()).isEmpty();
            assertThat(a.accepted()).as("one connection for all").isEqualTo(1);
            never.fire();
        }
    }

    @Test
    void everyReplicaBreaksOffAndTheLastWordIsNeverAHalfAnswer() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.sendsAndCloses(SIZED.substring(0, 45)));
                TestEngine engine = TestEngine.setup(a)
                        .maxHold(java.time.Duration.ofMillis(100))
                        .start()) {
            Client client = engine.get("/x");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).contains("\"sent\":\"unknown\"");
        }
    }
}
