package io.holdfast.cli.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.holdfast.cli.gateway.GatewayException.Kind;
import io.holdfast.cli.gateway.ScriptedManagement.Said;
import io.holdfast.cli.notice.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpGatewayTest {

    private static final String LISTING = """
            {"services":[{"service":"api","panic":false,"held":2,"breaker":"CLOSED","replicas":[
              {"service":"api","replica":"127.0.0.1:8001","url":"http://127.0.0.1:8001","state":"DRAINING","health":"UP",
               "reason":null,"draining":true,"since":"2026-11-25T10:00:00Z","inFlight":3,"webSockets":1,"streams":2,
               "latencyMillis":12.5,"breaker":"CLOSED","lastFailure":null,"restarts":4},
              {"service":"api","replica":"127.0.0.1:8002","state":"DOWN","health":"DOWN","reason":"UNREACHABLE",
               "later":"a field of a later version"}]}]}""";

    private final ScriptedManagement management;

    HttpGatewayTest() throws Exception {
        management = new ScriptedManagement(asked -> new Said(200, LISTING));
    }

    @AfterEach
    void end() {
        management.close();
    }

    @Test
    void theListingIsReadWhateverElseStandsInIt() throws Exception {
        Listing listing = gateway("").list();

        assertThat(listing.find("other")).isEmpty();
        assertThat(listing.find("api").orElseThrow().held()).isEqualTo(2);
        assertThat(listing.find("api").orElseThrow().replicas())
                .containsExactly(
                        new ReplicaStatus(
                                "127.0.0.1:8001",
                                "DRAINING",
                                "UP",
                                "",
                                true,
                                Optional.of(Instant.parse("2026-11-25T10:00:00Z")),
                                Optional.empty(),
                                3,
                                1,
                                2,
                                12.5,
                                "CLOSED",
                                "",
                                4),
                        new ReplicaStatus(
                                "127.0.0.1:8002",
                                "DOWN",
                                "DOWN",
                                "UNREACHABLE",
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                0,
                                0,
                                0,
                                0,
                                "",
                                "",
                                0));
        assertThat(management.asked())
                .singleElement()
                .extracting(ScriptedManagement.Asked::line)
                .isEqualTo("GET /actuator/replicas");
    }

    @Test
    void aDrainSaysHowLongToWaitAndIsAnswered() throws Exception {
        management.script(asked -> new Said(
                200, "{\"status\":200,\"state\":\"DRAINING\",\"inFlight\":1,\"webSockets\":0,\"idle\":false}"));

        Gateway.Answer answer = gateway("").drain("my api", "[::1]:8001", Optional.of(Duration.ofSeconds(90)), true);
        gateway("").undrain("api", "127.0.0.1:8001");

        assertThat(answer).isEqualTo(new Gateway.Answer("DRAINING", 1, 0, false));
        assertThat(management.asked().get(0).line()).isEqualTo("POST /actuator/replicas/my%20api/%5B::1%5D:8001");
        assertThat(management.asked().get(0).body())
                .isEqualTo("{\"action\":\"drain\",\"wait\":\"90s\",\"force\":true}");
        assertThat(management.asked().get(1).line()).isEqualTo("POST /actuator/replicas/api/127.0.0.1:8001");
        assertThat(management.asked().get(1).body()).isEqualTo("{\"action\":\"undrain\"}");
    }

    @Test
    void theTokenGoesAsBearerAndIsNeverShown() throws Exception {
        gateway("a-secret-token-of-mine").list();
        management.script(asked -> Said.problem(401, "Send holdfast.admin.token as bearer token."));

        assertThat(management.asked().get(0).authorization()).isEqualTo("Bearer a-secret-token-of-mine");
        assertThatThrownBy(() -> gateway("a-secret-token-of-mine").list())
                .hasMessageContaining("does not take this token")
                .hasMessageNotContaining("a-secret");
        assertThatThrownBy(() -> gateway("").list())
                .hasMessageContaining("wants a token (expected: holdfast.admin.token in HOLDFAST_ADMIN_TOKEN");
    }

    @ParameterizedTest
    @CsvSource({"401,FORBIDDEN", "403,FORBIDDEN", "404,UNKNOWN", "409,REFUSED", "400,FAILED", "500,FAILED"})
    void aRefusalIsItsKindAndSaysWhatTheGatewaySaid(int status, Kind kind) {
        management.script(asked -> Said.problem(status, "No replica x; there is y."));

        GatewayException failed = failure();

        assertThat(failed.kind()).isEqualTo(kind);
        assertThat(failed).hasMessageContaining(management.url().toString());
        if (status != 401) {
            assertThat(failed).hasMessageContaining("No replica x; there is y.");
        }
    }

    @Test
    void anotherServerIsNotTakenForAGateway() {
        management.script(asked -> new Said(404, "<html>nothing here</html>"));
        assertThat(failure()).hasMessageContaining("does not answer like the management port");

        management.script(asked -> new Said(200, "<html>hello</html>"));
        assertThat(failure()).hasMessageContaining("does not answer like the management port");

        management.script(asked -> new Said(200, "{}"));
        assertThat(failure().kind()).isEqualTo(Kind.FAILED);
    }

    @Test
    void aGatewayThatIsNotThereIsAway() {
        management.close();

        GatewayException failed = failure();

        assertThat(failed.kind()).isEqualTo(Kind.AWAY);
        assertThat(failed).hasMessageStartingWith("gateway " + management.url() + " cannot be reached: ");
    }

    private GatewayException failure() {
        return catchThrowableOfType(
                GatewayException.class, () -> gateway("").drain("api", "x", Optional.empty(), false));
    }

    private Gateway gateway(String token) {
        return new HttpGateway(management.url(), token.isEmpty() ? Optional.empty() : Optional.of(new Secret(token)));
    }
}
