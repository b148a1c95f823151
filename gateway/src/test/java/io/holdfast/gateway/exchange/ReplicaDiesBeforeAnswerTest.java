package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Request;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import io.holdfast.gateway.upstream.Loss;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 2: sent, no answer yet, connection lost. */
class ReplicaDiesBeforeAnswerTest {

    private static final Backoff AN_HOUR = new Backoff(3_600_000_000_000L, 1, 3_600_000_000_000L);

    static Stream<Arguments> waysToDie() {
        return Stream.of(
                Arguments.of("reset", Script.resets()),
                Arguments.of("FIN", Script.closes()),
                Arguments.of("FIN after half a head", Script.sendsAndCloses("HTTP/1.1 200 OK\r\nContent-Le")),
                Arguments.of(
                        "FIN after a whole head without its empty line", Script.sendsAndCloses("HTTP/1.1 200 OK\r\n")),
                Arguments.of(
                        "FIN after early hints",
                        Script.sendsAndCloses("HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToDie")
    void aRequestThatMayBeRepeatedIsAnsweredByAnotherReplicaAtOnce(String way, Script death) {
        for (String method : new String[] {"GET", "HEAD", "OPTIONS", "PUT", "DELETE"}) {
            try (ScriptedReplica a = ScriptedReplica.start().next(death);
                    ScriptedReplica b = ScriptedReplica.start().next(Script.answers(200, ""));
                    TestEngine engine =
                            TestEngine.setup(a, b).backoff(AN_HOUR).budget(0, 0).start()) {
                Client client = engine.request(method, "/x").send();
                assertThat(client.status()).isEqualTo(200);
                assertThat(client.attempts()).isEqualTo(2);
                assertThat(a.received()).hasSize(1);
                assertThat(b.received()).hasSize(1);
                assertThat(engine.incidents().count("lost " + a.name())).isEqualTo(1);
                assertThat(engine.incidents().count("saved REQUEST")).isEqualTo(1);
                engine.assertQuiet();
                assertThat(engine.gate(0).failures()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("waysToDie")
    void aPlainPostIsNeverSentTwice(String way, Script death) {
        for (String method : new String[] {"POST", "PATCH"}) {
            try (ScriptedReplica a = ScriptedReplica.start().next(death);
                    ScriptedReplica b = ScriptedReplica.start();
                    TestEngine engine = TestEngine.of(a, b)) {
                Client client = engine.request(method, "/jobs").body("x=1").send();
                assertThat(client.status()).isEqualTo(502);
                assertThat(client.header("content-type")).isEqualTo("application/problem+json");
                assertThat(client.text()).contains("\"sent\":\"unknown\"").contains(a.name());
                assertThat(client.attempts()).isEqualTo(1);
                assertThat(a.received()).hasSize(1);
                assertThat(b.received()).isEmpty();
                assertThat(engine.incidents().losses()).singleElement().satisfies(loss -> {
                    assertThat(loss.kind()).isEqualTo(Loss.Kind.LOST);
                    assertThat(loss.sent()).isTrue();
                });
            }
        }
    }

    @Test
    void aKeyedPostIsSentAgainWithItsBodyAndItsKey() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok("made"));
                TestEngine engine = TestEngine.of(a, b)) {
            Client client = engine.request("POST", "/jobs").keyed().body("x=1").send();
            assertThat(client.text()).isEqualTo("made");
            assertThat(a.received(0).body()).isEqualTo("x=1");
            assertThat(b.received(0).body()).isEqualTo("x=1");
            assertThat(b.received(0).header("idempotency-key")).isEqualTo("k-1");
        }
    }

    @Test
    void aClientIsNotToldWhichReplicaItWasUnlessThatIsExposed() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.resets())) {
            try (TestEngine engine = TestEngine.of(a)) {
                Client client = engine.request("POST", "/jobs").body("x=1").send();
                assertThat(client.text()).contains("127.0.0.1:" + a.port(), "\"unknown\"");
            }
            try (TestEngine engine = TestEngine.setup(a).unexposed().start()) {
                Client client = engine.request("POST", "/jobs").body("x=1").send();
                assertThat(client.text())
                        .contains("The connection to the replica ended.", "\"unknown\"")
                        .doesNotContain("127.0.0.1", "reset");
            }
        }
    }

    @Test
    void aKeyDoesNotCountWhenTheServiceDoesNotHonourIt() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).ignoreKeys().start()) {
            Client client = engine.request("POST", "/jobs").keyed().body("x=1").send();
            assertThat(client.status()).isEqualTo(502);
            assertThat(client.text()).contains("\"sent\":\"unknown\"");
            assertThat(b.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aReplicaThatDiesInTheMiddleOfTheBodyMayHaveActedOnIt(boolean keyed) {
        try (ScriptedReplica a = ScriptedReplica.start().next(line -> {
                    line.head();
                    line.bytes(2);
                    line.reset();
                });
                ScriptedReplica b = ScriptedReplica.start().always(Script.ok("made"));
                TestEngine engine = TestEngine.of(a, b)) {
            Request request = engine.request("POST", "/jobs").body("12345");
            Client client = (keyed ? request.keyed() : request).send();
            if (keyed) {
                assertThat(client.text()).isEqualTo("made");
                assertThat(b.received(0).body()).isEqualTo("12345");
            } else {
                assertThat(client.status()).isEqualTo(502);
                assertThat(client.text()).contains("\"sent\":\"unknown\"");
                assertThat(b.received()).isEmpty();
            }
        }
    }

    @Test
    void eachReplicaIsTriedBeforeOneIsTriedAgain() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets(), Script.ok("second round"));
                ScriptedReplica b = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica c = ScriptedReplica.start().next(Script.resets());
                TestEngine engine = TestEngine.of(a, b, c)) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("second round");
            assertThat(client.attempts()).isEqualTo(4);
            assertThat(b.received()).hasSize(1);
            assertThat(c.received()).hasSize(1);
        }
    }

    @Test
    void attemptsThatEndByLossNeverEndInAnErrorWhileThereIsTime() {
        Script[] deaths = new Script[9];
        java.util.Arrays.fill(deaths, Script.resets());
        try (ScriptedReplica only = ScriptedReplica.start().next(deaths).always(Script.ok("at last"));
                TestEngine engine =
                        TestEngine.setup(only).maxRetries(2).budget(0, 1).start()) {
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("at last");
            assertThat(client.attempts()).isEqualTo(10);
        }
    }

    @Test
    void theHeadersOfTheSecondAttemptAreThoseOfTheFirstAndItsOwnHost() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.resets());
                ScriptedReplica b = ScriptedReplica.start().next(Script.ok(""));
                TestEngine engine = TestEngine.of(a, b)) {
            engine.request("GET", "/a%2Fb?q=%20&q")
                    .header("X-Twice", "1")
                    .header("x-twice", "2")
                    .send()
                    .text();
            assertThat(a.received(0).header("host")).isEqualTo(a.name());
            assertThat(b.received(0).header("host")).isEqualTo(b.name());
            assertThat(b.received(0).target).isEqualTo("/a%2Fb?q=%20&q");
            assertThat(b.received(0).headers("x-twice")).containsExactly("1", "2");
            assertThat(b.received(0).headers("via")).containsExactly("1.1 holdfast");
        }
    }
}
