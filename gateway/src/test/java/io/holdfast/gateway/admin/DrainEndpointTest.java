package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.testing.Gateways;
import io.holdfast.gateway.testing.Patience;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What operators say on the management port of a whole gateway. */
class DrainEndpointTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static DisposableServer a;
    private static DisposableServer b;
    private static ConfigurableApplicationContext gateway;
    private static Service api;

    private record Answer(int status, String type, JsonNode body) {

        String detail() {
            return body.get("detail").asString();
        }
    }

    @BeforeAll
    static void start() {
        a = replica();
        b = replica();
        gateway = Gateways.start("http://127.0.0.1:" + a.port() + ",http://127.0.0.1:" + b.port());
        api = gateway.getBean(Services.class).find("api").orElseThrow();
        Patience.until("both replicas up", () -> api.replicas().stream().allMatch(Replica::usable));
    }

    private static DisposableServer replica() {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.send())
                .bindNow();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        a.disposeNow();
        b.disposeNow();
    }

    @AfterEach
    void undrain() throws Exception {
        post(name(a), "{\"action\":\"undrain\"}");
        post(name(b), "{\"action\":\"undrain\"}");
    }

    private static String name(DisposableServer replica) {
        return "127.0.0.1:" + replica.port();
    }

    private static Replica replica(DisposableServer server) {
        return api.replica(name(server)).orElseThrow();
    }

    private static HttpRequest request(String path, String contentType, String body) {
        return HttpRequest.newBuilder(URI.create(Gateways.management(gateway) + "/actuator/replicas/" + path))
                .header("Content-Type", contentType)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static Answer answer(HttpResponse<String> response) {
        return new Answer(
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                JSON.readTree(response.body()));
    }

    private static Answer send(HttpRequest request) throws IOException, InterruptedException {
        return answer(CLIENT.send(request, HttpResponse.BodyHandlers.ofString()));
    }

    private static Answer post(String replica, String body) throws IOException, InterruptedException {
        return send(request("api/" + replica, "application/json", body));
    }

    private static void assertProblem(Answer answer, int status) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.type()).startsWith("application/problem+json");
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.body().get("title").asString()).isNotBlank();
    }

    @Test
    void aDrainedReplicaSaysSoAndAnUndrainedOneIsUpAtOnce() throws Exception {
        Answer drained = post(name(a), "{\"action\":\"drain\"}");
        assertThat(drained.status()).isEqualTo(200);
        assertThat(drained.body().get("state").asString()).isEqualTo("DRAINING");
        assertThat(drained.body().get("draining").asBoolean()).isTrue();
        assertThat(drained.body().get("idle").asBoolean()).isTrue();
        assertThat(replica(a).draining()).isTrue();
        Answer undrained = post(name(a), "{\"action\":\"undrain\"}");
        assertThat(undrained.status()).isEqualTo(200);
        assertThat(undrained.body().get("state").asString()).isEqualTo("UP");
    }

    @Test
    void theSameWordAgainChangesNothing() throws Exception {
        Answer first = post(name(a), "{\"action\":\"drain\"}");
        Answer second = post(name(a), "{\"action\":\"drain\"}");
        assertThat(second).isEqualTo(first);
        post(name(a), "{\"action\":\"undrain\"}");
        assertThat(post(name(a), "{\"action\":\"undrain\"}").status()).isEqualTo(200);
    }

    @Test
    void anEjectedReplicaIsShownAsSuch() throws Exception {
        Answer ejected = post(name(b), "{\"action\":\"eject\"}");
        assertThat(ejected.status()).isEqualTo(200);
        assertThat(ejected.body().get("state").asString()).isEqualTo("EJECTED");
        Patience.until("its breaker lets trials in", () -> replica(b).usable());
    }

    @Test
    void unknownOnesAreAnsweredWithTheKnownOnes() throws Exception {
        Answer replica = post("127.0.0.1:1", "{\"action\":\"drain\"}");
        assertProblem(replica, 404);
        assertThat(replica.detail()).contains("127.0.0.1:1", name(a), name(b));
        Answer service = send(request("nobody/" + name(a), "application/json", "{\"action\":\"drain\"}"));
        assertProblem(service, 404);
        assertThat(service.detail()).contains("No service nobody", "api");
    }

    @Test
    void theLastUsableReplicaIsDrainedByForceOnly() throws Exception {
        post(name(a), "{\"action\":\"drain\"}");
        Answer refused = post(name(b), "{\"action\":\"drain\"}");
        assertProblem(refused, 409);
        assertThat(refused.detail()).contains("last usable replica of api");
        assertThat(replica(b).draining()).isFalse();
        assertThat(post(name(b), "{\"action\":\"drain\",\"force\":true}").status())
                .isEqualTo(200);
        assertThat(post(name(b), "{\"action\":\"drain\"}").status())
                .as("it is drained already")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"action\":\"restart\"}; action: restart (expected: drain, undrain or eject)",
                "{}; action: nothing (expected: drain, undrain or eject)",
                "{\"action\":null}; action: nothing (expected: drain, undrain or eject)",
                "{\"action\":\"drain\",\"wait\":\"soon\"}; wait: soon (expected: a duration such as 30s)",
                "{\"action\":\"drain\",\"wait\":\"-1s\"}; wait: -1s (expected: 0s to 10m)",
                "{\"action\":\"drain\",\"wait\":\"11m\"}; wait: 11m (expected: 0s to 10m)",
                "{\"action\":\"drain\",\"wait\":\"99999999999999999999s\"}; wait: 99999999999999999999s (expected: a duration such as 30s)",
                "{\"action\":\"drain\",\"force\":\"yes\"}; force: yes (expected: true or false)",
                "{\"action\":; The body is not a JSON object of words: {\"action\": \"drain\", \"wait\": \"30s\"}.",
                "[1]; The body is not a JSON object of words: {\"action\": \"drain\", \"wait\": \"30s\"}.",
                "{\"action\":{}}; The body is not a JSON object of words: {\"action\": \"drain\", \"wait\": \"30s\"}.",
            })
    void aWrongOrderIsAnsweredWithWhatIsExpected(String body, String detail) throws Exception {
        Answer answer = post(name(a), body);
        assertProblem(answer, 400);
        assertThat(answer.detail()).isEqualTo(detail);
        assertThat(replica(a).draining()).isFalse();
    }

    @Test
    void anEmptyBodyAndAnotherContentTypeAreProblemsToo() throws Exception {
        assertProblem(post(name(a), ""), 400);
        assertProblem(send(request("api/" + name(a), "text/plain", "{\"action\":\"drain\"}")), 415);
        assertThat(replica(a).draining()).isFalse();
    }

    @Test
    void pagesOfOtherOriginsCannotDrain() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(Gateways.management(gateway) + "/actuator/replicas/api/" + name(a)))
                .header("Content-Type", "application/json")
                .header("Origin", "http://evil.example")
                .POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"drain\"}"))
                .build();
        assertProblem(send(request), 403);
        assertThat(replica(a).draining()).isFalse();
    }

    @Test
    void aWaitEndsWhenNothingIsUnderWayAnyMore() throws Exception {
        replica(a).inFlight().incrementAndGet();
        replica(a).webSockets().incrementAndGet();
        CompletableFuture<HttpResponse<String>> waiting = CLIENT.sendAsync(
                request("api/" + name(a), "application/json", "{\"action\":\"drain\",\"wait\":\"25s\"}"),
                HttpResponse.BodyHandlers.ofString());
        Patience.until("drained", () -> replica(a).draining());
        replica(a).inFlight().decrementAndGet();
        assertThat(waiting).isNotDone();
        replica(a).webSockets().decrementAndGet();
        Answer answer = answer(Patience.get(() -> "the answer", waiting));
        assertThat(answer.body().get("idle").asBoolean()).isTrue();
    }

    @Test
    void aReplicaThatLeftWhileItWasDrainedCanStillBeUndrained() throws Exception {
        Replica left = replica(b);
        List<Replica> both = api.replicas();
        post(name(b), "{\"action\":\"drain\"}");
        api.replicas(List.of(replica(a)));
        try {
            assertProblem(post(name(b), "{\"action\":\"drain\"}"), 404);
            Answer undrained = post(name(b), "{\"action\":\"undrain\"}");
            assertThat(undrained.status()).isEqualTo(200);
            assertThat(undrained.body().get("state").asString()).isEqualTo("ABSENT");
        } finally {
            api.replicas(both);
        }
        assertThat(left.draining()).isFalse();
        Patience.until("up again", left::usable);
    }

    @Test
    void whoLeavesEndsTheWait() throws Exception {
        replica(a).inFlight().incrementAndGet();
        try (Socket caller =
                new Socket("127.0.0.1", URI.create(Gateways.management(gateway)).getPort())) {
            String body = "{\"action\":\"drain\",\"wait\":\"10m\"}";
            caller.getOutputStream()
                    .write(("POST /actuator/replicas/api/" + name(a) + " HTTP/1.1\r\nHost: localhost\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n"
                                    + body)
                            .getBytes(StandardCharsets.US_ASCII));
            Patience.until(
                    "one waits", () -> gateway.getBean(DrainActions.class).waiting() == 1);
            caller.close();
            Patience.until(
                    "nobody waits", () -> gateway.getBean(DrainActions.class).waiting() == 0);
            assertThat(replica(a).draining()).as("what was done stays done").isTrue();
        } finally {
            replica(a).inFlight().decrementAndGet();
        }
    }

    @Test
    void aWaitThatIsOverSaysWhatIsLeft() throws Exception {
        replica(a).inFlight().incrementAndGet();
        try {
            Answer answer = post(name(a), "{\"action\":\"drain\",\"wait\":\"50ms\"}");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().get("idle").asBoolean()).isFalse();
            assertThat(answer.body().get("inFlight").asInt()).isEqualTo(1);
        } finally {
            replica(a).inFlight().decrementAndGet();
        }
    }
}
