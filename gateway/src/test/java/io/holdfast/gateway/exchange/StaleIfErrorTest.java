package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Request;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code stale-if-error}: the last good answer, when no replica can give one. */
class StaleIfErrorTest {

    private static TestEngine engine(ScriptedReplica replica) {
        return TestEngine.setup(replica)
                .stale(Duration.ofMinutes(1))
                .maxHold(Duration.ofMillis(1))
                .start();
    }

    private static void away(TestEngine engine) {
        engine.down(engine.replica(0));
    }

    @Test
    void whenTheServiceBreakerIsOpenTheLastAnswerIsGiven() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(200, "fresh", "X-Mark: 1"));
                TestEngine engine = engine(a)) {
            engine.get("/x").text();
            engine.serviceGate().state(Gate.State.OPEN);
            Client client = engine.get("/x");
            assertThat(client.text()).isEqualTo("fresh");
            assertThat(client.header("x-mark")).isEqualTo("1");
            assertThat(client.header("age")).isEqualTo("0");
            assertThat(engine.get("/other").status()).isEqualTo(503);
            assertThat(engine.post("/x", "1").status()).isEqualTo(503);
        }
    }

    @Test
    void whenNoReplicaComesBackInTimeTheLastAnswerIsGivenUntilItIsTooOld() {
        ManualTime time = new ManualTime();
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(200, "fresh", "Age: 5"));
                TestEngine engine = TestEngine.setup(a)
                        .time(time)
                        .stale(Duration.ofMinutes(1))
                        .start()) {
            engine.get("/x").text();
            engine.serviceGate().state(Gate.State.OPEN);
            time.advance(Duration.ofSeconds(60));
            assertThat(engine.get("/x").header("age")).isEqualTo("65");
            time.advance(Duration.ofSeconds(1));
            assertThat(engine.get("/x").status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control: no-store, X: 1",
        "Cache-Control: private, X: 1",
        "Cache-Control: max-age=1;must-revalidate, X: 1",
        "Set-Cookie: a=b, X: 1",
        "Vary: *, X: 1",
        "X: 1, Authorization: Bearer t",
        "X: 1, Cookie: session=1",
        "X: 1, Cache-Control: no-cache",
        "X: 1, Range: bytes=0-1"
    })
    void whatIsSomebodysOwnIsNeverKeptNorGiven(String answered, String asked) {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(200, "own", answered.replace(';', ',')));
                TestEngine engine = engine(a)) {
            String[] header = asked.split(": ");
            engine.request("GET", "/x").header(header[0], header[1]).send().text();
            away(engine);
            assertThat(engine.request("GET", "/x")
                            .header(header[0], header[1])
                            .send()
                            .status())
                    .isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({"Host, b.example", "X-Forwarded-Host, b.example", "X-Forwarded-Proto, https", "X-Forwarded-Prefix, /b"})
    void whatWasAskedAtOneAddressIsNotGivenAtAnother(String header, String other) {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("of a"));
                TestEngine engine = engine(a)) {
            engine.request("GET", "/x").host("a.example").send().text();
            away(engine);
            Request request = engine.request("GET", "/x").host("a.example");
            Request elsewhere = header.equals("Host") ? request.host(other) : request.header(header, other);
            assertThat(elsewhere.send().status()).isEqualTo(503);
            assertThat(engine.request("GET", "/x").host("A.example").send().text())
                    .isEqualTo("of a");
        }
    }

    @ParameterizedTest
    @CsvSource({"Cookie, session=1, 503", "Authorization, Bearer t, 503", "X-Other, 1, 200"})
    void whatNobodyInParticularWasGivenIsNotGivenToSomebody(String header, String value, int status) {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.ok("log in first"));
                TestEngine engine = engine(a)) {
            engine.get("/x").text();
            away(engine);
            assertThat(engine.request("GET", "/x").header(header, value).send().status())
                    .isEqualTo(status);
        }
    }

    @Test
    void whatIsEncodedIsGivenOnlyToWhoAcceptsTheSame() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(200, "zip", "Content-Encoding: gzip"));
                TestEngine engine = engine(a)) {
            engine.request("GET", "/x").header("Accept-Encoding", "gzip").send().text();
            away(engine);
            assertThat(engine.get("/x").status()).isEqualTo(503);
            assertThat(engine.request("GET", "/x")
                            .header("Accept-Encoding", "gzip")
                            .send()
                            .text())
                    .isEqualTo("zip");
        }
    }

    @Test
    void longHeadersCountToo() {
        String mark = "X-Mark: " + "x".repeat(7_000);
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.answers(200, "", mark, mark, mark, mark, mark));
                TestEngine engine = engine(a)) {
            for (int i = 0; i < 600; i++) {
                engine.get("/" + i).text();
            }
            away(engine);
            assertThat(engine.get("/0").status()).isEqualTo(503);
            assertThat(engine.get("/599").status()).isEqualTo(200);
        }
    }

    @Test
    void whatDependsOnAHeaderIsGivenOnlyForTheSameValue() {
        try (ScriptedReplica a = ScriptedReplica.start().next(Script.answers(200, "deutsch", "Vary: Accept-Language"));
                TestEngine engine = engine(a)) {
            engine.request("GET", "/x").header("Accept-Language", "de").send().text();
            away(engine);
            assertThat(engine.request("GET", "/x")
                            .header("Accept-Language", "de")
                            .send()
                            .text())
                    .isEqualTo("deutsch");
            assertThat(engine.request("GET", "/x")
                            .header("Accept-Language", "en")
                            .send()
                            .status())
                    .isEqualTo(503);
        }
    }

    @Test
    void whatIsKeptIsBounded() {
        String large = "x".repeat(60_000);
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok(large));
                TestEngine engine = engine(a)) {
            for (int i = 0; i < 300; i++) {
                engine.get("/" + i).text();
            }
            away(engine);
            assertThat(engine.get("/0").status()).isEqualTo(503);
            assertThat(engine.get("/299").text()).isEqualTo(large);
        }
    }
}
