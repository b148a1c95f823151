package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.HoldfastGateway;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Services;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The whole application with one replica that is well and one that is not there. */
class ManagementPortTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static DisposableServer well;
    private static int nobody;
    private static ConfigurableApplicationContext context;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        well = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((request, response) -> response.send())
                .bindNow();
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = socket.getLocalPort();
        }
        context = SpringApplication.run(
                HoldfastGateway.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--logging.level.holdfast=error",
                "--holdfast.services.api.replicas=http://127.0.0.1:" + well.port() + ",http://127.0.0.1:" + nobody,
                "--holdfast.services.api.health.start-period=0s",
                "--holdfast.services.lonely.dns=http://127.0.0.1:" + nobody,
                "--spring.cloud.gateway.server.webflux.routes[0].id=api",
                "--spring.cloud.gateway.server.webflux.routes[0].uri=holdfast://api",
                "--spring.cloud.gateway.server.webflux.routes[0].predicates[0]=Path=/api/**");
        port = context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
        Service api = context.getBean(Services.class).find("api").orElseThrow();
        CountDownLatch settled = new CountDownLatch(1);
        ServiceListener listener = new ServiceListener() {
            @Override
            public void healthChanged(Service service, Replica replica, Health before, Health now) {
                if (isSettled(api)) {
                    settled.countDown();
                }
            }
        };
        api.listen(listener);
        if (!isSettled(api)) {
            assertThat(settled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isSettled(Service api) {
        return api.replicas().size() == 2
                && api.replicas().get(0).health().phase() == Phase.UP
                && api.replicas().get(1).health().phase() == Phase.DOWN;
    }

    @AfterAll
    static void stop() {
        context.close();
        well.disposeNow();
    }

    private static HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    @Test
    void replicasListsEveryServiceAndReplica() throws Exception {
        JsonNode services = json("/actuator/replicas").get("services");
        assertThat(services).hasSize(2);
        JsonNode api = services.get(0);
        assertThat(api.get("service").asString()).isEqualTo("api");
        assertThat(api.get("panic").asBoolean()).isFalse();
        assertThat(api.get("held").asInt()).isZero();
        assertThat(api.get("breaker").asString()).isEqualTo("CLOSED");
        JsonNode up = api.get("replicas").get(0);
        assertThat(up.propertyNames())
                .containsExactlyInAnyOrder(
                        "service",
                        "replica",
                        "url",
                        "state",
                        "health",
                        "reason",
                        "draining",
                        "since",
                        "probedAt",
                        "inFlight",
                        "webSockets",
                        "streams",
                        "latencyMillis",
                        "breaker",
                        "lastFailure",
                        "restarts");
        assertThat(up.get("service").asString()).isEqualTo("api");
        assertThat(up.get("replica").asString()).isEqualTo("127.0.0.1:" + well.port());
        assertThat(up.get("url").asString()).isEqualTo("http://127.0.0.1:" + well.port());
        assertThat(up.get("state").asString()).isEqualTo("UP");
        assertThat(up.get("reason").isNull()).isTrue();
        assertThat(up.get("draining").asBoolean()).isFalse();
        assertThat(Instant.parse(up.get("since").asString())).isBefore(Instant.now());
        assertThat(up.get("inFlight").asInt()).isZero();
        assertThat(up.get("restarts").asInt()).isZero();
        JsonNode down = api.get("replicas").get(1);
        assertThat(down.get("state").asString()).isEqualTo("DOWN");
        assertThat(down.get("reason").asString()).isEqualTo("UNREACHABLE");
        assertThat(down.get("lastFailure").asString()).isEqualTo("connection refused");
    }

    @Test
    void healthHasAComponentForEachServiceAndReplica() throws Exception {
        JsonNode services =
                JSON.readTree(get("/actuator/health").body()).get("components").get("services");
        JsonNode api = services.get("components").get("api");
        assertThat(api.get("status").asString()).isEqualTo("UP");
        JsonNode down = api.get("components").get("127.0.0.1:" + nobody);
        assertThat(down.get("status").asString()).isEqualTo("DOWN");
        assertThat(down.get("details").get("state").asString()).isEqualTo("DOWN");
        assertThat(down.get("details").get("reason").asString()).isEqualTo("UNREACHABLE");
        assertThat(json("/actuator/health/services/api/127.0.0.1:" + well.port())
                        .get("status")
                        .asString())
                .isEqualTo("UP");
        assertThat(services.get("components").get("lonely").get("status").asString())
                .isEqualTo("DOWN");
        assertThat(get("/actuator/health/services/nobody").statusCode()).isEqualTo(404);
    }

    @Test
    void readinessIsTheGatewaysOwnAffair() throws Exception {
        assertThat(get("/actuator/health").statusCode()).isEqualTo(503); // a service without a replica
        assertThat(get("/actuator/health/readiness").body()).isEqualTo("{\"status\":\"UP\"}");
        assertThat(get("/actuator/health/liveness").body()).isEqualTo("{\"status\":\"UP\"}");
    }

    @Test
    void redisThatIsNotConfiguredIsNotMissed() throws Exception {
        assertThat(get("/actuator/health").body()).doesNotContain("redis");
        assertThat(context.getBeanNamesForType(
                        org.springframework.data.redis.connection.ReactiveRedisConnectionFactory.class))
                .isEmpty();
    }

    @Test
    void breakersAreSeenByTheirEndpointAndTheirMeters() throws Exception {
        String name = "holdfast.api.127.0.0.1:" + well.port();
        JsonNode breakers = json("/actuator/circuitbreakers").get("circuitBreakers");
        assertThat(breakers.get(name).get("state").asString()).isEqualTo("CLOSED");
        assertThat(breakers.has("holdfast.api")).isTrue();
        Replica replica = context.getBean(Services.class)
                .find("api")
                .orElseThrow()
                .replicas()
                .get(0);
        replica.gate().success(1);
        replica.gate().failure(1);
        JsonNode events = json("/actuator/circuitbreakerevents").get("circuitBreakerEvents");
        assertThat(events).hasSize(1); // the success is not among them
        assertThat(events.get(0).get("circuitBreakerName").asString()).isEqualTo(name);
        assertThat(events.get(0).get("type").asString()).isEqualTo("ERROR");
        assertThat(get("/actuator/prometheus").body())
                .contains("resilience4j_circuitbreaker_state{")
                .contains("name=\"" + name + "\"");
    }

    @Test
    void theRoutesCanBeReadButNotWritten() throws Exception {
        assertThat(get("/actuator/gateway/routes").statusCode()).isEqualTo(200);
        HttpRequest write = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/gateway/refresh"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(write, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isBetween(400, 499);
    }

    @Test
    void pagesOfOtherOriginsAreRefused() throws Exception {
        HttpResponse<String> refused = get("/actuator/replicas", "Origin", "http://evil.example");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JSON.readTree(refused.body()).get("status").asInt()).isEqualTo(403);
    }

    @Test
    void theTrapsOfTheCircuitBreakerStarterAreOff() {
        var environment = context.getEnvironment();
        assertThat(environment.getProperty("spring.cloud.circuitbreaker.bulkhead.resilience4j.enabled"))
                .isEqualTo("false");
        assertThat(environment.getProperty("spring.cloud.circuitbreaker.resilience4j.disable-time-limiter"))
                .isEqualTo("true");
    }
}
