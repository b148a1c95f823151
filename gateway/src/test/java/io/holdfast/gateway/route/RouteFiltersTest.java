package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Received;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionWriter;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;
import reactor.core.publisher.Mono;

/** Filters and predicates of Spring Cloud Gateway in front of a service, on the lane that they lead to. */
class RouteFiltersTest {

    private static RunningGateway gateway;
    private ScriptedReplica replica;
    private ScriptedReplica spare;

    /** Each path once for each lane, by its prefix. */
    private static List<String> route(List<String> all, String path, String... filters) {
        List<String> properties = new ArrayList<>();
        for (String lane : List.of("fast", "gateway")) {
            int i = (int) all.stream().filter(p -> p.contains("].id=")).count() + (lane.equals("gateway") ? 1 : 0);
            String route = "spring.cloud.gateway.server.webflux.routes[" + i + "].";
            properties.add(route + "id=" + lane + "-" + path);
            properties.add(route + "uri=holdfast://api");
            properties.add(route + "predicates[0]=Path=/" + lane + "/" + path + "/**");
            if (lane.equals("gateway")) {
                properties.add(route + "metadata.lane=gateway");
            }
            for (int f = 0; f < filters.length; f++) {
                properties.add(route + "filters[" + f + "]=" + filters[f]);
            }
        }
        return properties;
    }

    private static List<String> sizeLimit(List<String> all) {
        List<String> properties = new ArrayList<>();
        for (String property : all) {
            if (property.matches(".*id=[a-z]+-size")) {
                String filter = property.substring(0, property.indexOf("id=")) + "filters[0].";
                properties.add(filter + "name=RequestSize");
                properties.add(filter + "args.maxSize=10B");
            }
        }
        return properties;
    }

    private static List<String> fallback(List<String> all) {
        List<String> properties = new ArrayList<>();
        for (String property : all) {
            if (property.matches(".*id=[a-z]+-breaker")) {
                String filter = property.substring(0, property.indexOf("id=")) + "filters[0].";
                properties.add(filter + "name=CircuitBreaker");
                properties.add(filter + "args.name=guard");
                properties.add(filter + "args.fallbackUri=forward:/fallback");
            }
        }
        return properties;
    }

    @BeforeAll
    static void start() {
        List<String> all = new ArrayList<>(List.of(
                "holdfast.expose=true",
                "holdfast.services.api.replicas=http://127.0.0.1:1",
                "holdfast.services.api.health.path=/probe",
                "holdfast.services.api.hold.max-wait=1s",
                "holdfast.services.spare.replicas=http://127.0.0.1:1",
                "holdfast.services.spare.health.path=/probe",
                "spring.cloud.gateway.server.webflux.trusted-proxies=127\\.0\\.0\\..*"));
        all.addAll(route(all, "strip", "StripPrefix=2"));
        all.addAll(route(all, "rewrite", "RewritePath=/[a-z]+/rewrite/(?<rest>.*), /new/$\\{rest}"));
        all.addAll(route(all, "prefix", "PrefixPath=/api"));
        all.addAll(route(
                all,
                "headers",
                "AddRequestHeader=X-Added, 1",
                "SetRequestHeader=X-Set, 2",
                "RemoveRequestHeader=X-Gone",
                "AddResponseHeader=X-Answer, 3",
                "SetResponseHeader=X-Replaced, 4",
                "RemoveResponseHeader=X-Secret",
                "PreserveHostHeader"));
        all.addAll(route(all, "status", "SetStatus=418"));
        all.addAll(route(all, "path", "SetPath=/set"));
        all.addAll(route(all, "redirect", "RedirectTo=302, https://elsewhere.example/"));
        all.addAll(route(all, "size"));
        all.addAll(sizeLimit(all));
        all.addAll(route(all, "breaker"));
        all.addAll(fallback(all));
        int last = (int) all.stream().filter(p -> p.contains("].id=")).count();
        String route = "spring.cloud.gateway.server.webflux.routes[" + last + "].";
        all.add(route + "id=fallback");
        all.add(route + "uri=holdfast://spare");
        all.add(route + "predicates[0]=Path=/fallback");
        String inject = "spring.cloud.gateway.server.webflux.routes[" + (last + 1) + "].";
        all.add(inject + "id=inject");
        all.add(inject + "uri=holdfast://api");
        all.add(inject + "predicates[0]=Path=/inject/{segment}");
        all.add(inject + "filters[0]=AddRequestHeader=X-Red, Blue-{segment}");
        gateway = RunningGateway.start(List.of(InCode.class), all.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void connect() {
        replica = ScriptedReplica.start();
        spare = ScriptedReplica.start().always(Script.ok("spare"));
        gateway.replicas("api", replica);
        gateway.replicas("spare", spare);
    }

    @AfterEach
    void everythingIsGivenBack() {
        gateway.awaitQuiet("api");
        gateway.service("api").replicas(List.of());
        gateway.service("spare").replicas(List.of());
        replica.close();
        spare.close();
    }

    private static RawAnswer get(String target, String... headerLines) throws IOException {
        try (RawClient client = gateway.client()) {
            return client.get(target, headerLines);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "gateway"})
    void pathsAreChanged(String lane) throws IOException {
        replica.always(Script.ok("x"));
        get("/" + lane + "/strip/a%20b/c;d?e=%2F");
        get("/" + lane + "/rewrite/a%20b?e");
        get("/" + lane + "/prefix/a");
        get("/" + lane + "/path/a?b");
        assertThat(replica.received())
                .extracting(r -> r.target)
                .containsExactly("/a%20b/c;d?e=%2F", "/new/a%20b?e", "/api/" + lane + "/prefix/a", "/set?b");
        assertThat(replica.received(0).headers("x-forwarded-prefix")).containsExactly("/" + lane + "/strip");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "gateway"})
    void headersAreChanged(String lane) throws IOException {
        replica.always(Script.answers(200, "x", "X-Secret: 1", "X-Replaced: 1", "X-Answer: 1"));
        RawAnswer answer =
                get("/" + lane + "/headers/a", "X-Gone: 1", "X-Set: 1", "X-Many: 1", "x-many: 2", "X-Added: 0");
        Received received = replica.received(0);
        assertThat(received.headers("x-added")).containsExactly("0", "1");
        assertThat(received.headers("x-set")).containsExactly("2");
        assertThat(received.headers("x-gone")).isEmpty();
        assertThat(received.headers("x-many")).containsExactly("1", "2");
        assertThat(received.headers("host")).containsExactly("entry.example");
        assertThat(answer.headers("x-answer")).containsExactly("1", "3");
        assertThat(answer.headers("x-replaced")).containsExactly("4");
        assertThat(answer.headers("x-secret")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "gateway"})
    void theReplicaIsNamedWhereThatIsAskedFor(String lane) throws IOException {
        replica.next(Script.answers(503, "bad"), Script.ok("x"));
        RawAnswer answer = get("/" + lane + "/strip/a");
        assertThat(answer.headers("x-holdfast-replica")).containsExactly(replica.name());
        assertThat(answer.headers("x-holdfast-attempts")).containsExactly("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "gateway"})
    void whatATrustedProxySaysIsBelieved(String lane) throws IOException {
        replica.always(Script.ok("x"));
        get(
                "/" + lane + "/strip/a",
                "X-Forwarded-For: 10.0.0.1",
                "X-Forwarded-Proto: https",
                "X-Forwarded-Host: outer.example",
                "X-Forwarded-Port: 443");
        Received received = replica.received(0);
        assertThat(received.headers("x-forwarded-for")).containsExactly("10.0.0.1, 127.0.0.1");
        assertThat(received.headers("x-forwarded-proto")).containsExactly("https");
        assertThat(received.headers("x-forwarded-host")).containsExactly("outer.example");
        assertThat(received.headers("x-forwarded-port")).containsExactly("443");
    }

    @Test
    void otherFiltersOfTheStandardSetWork() throws IOException {
        replica.always(Script.ok("x"));
        assertThat(get("/fast/status/a").status()).isEqualTo(418);
        RawAnswer redirect = get("/fast/redirect/a");
        assertThat(redirect.status()).isEqualTo(302);
        assertThat(redirect.header("location")).isEqualTo("https://elsewhere.example/");
        try (RawClient client = gateway.client()) {
            client.request("POST", "/fast/size/a", "x".repeat(11));
            assertThat(client.answer().status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyCanBeModified() throws IOException {
        replica.always(Script.answers(200, "text", "Content-Type: text/plain"));
        RawAnswer answer = get("/modified");
        assertThat(answer.text()).isEqualTo("TEXT");
        assertThat(answer.headers("content-length")).containsExactly("4");
    }

    @Test
    void theLaneOfEachRouteIsShown() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + gateway.managementPort() + "/actuator/gateway/lanes");
        String lanes = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
        assertThat(lanes)
                .contains(
                        "{\"route\":\"fast-strip\",\"lane\":\"fast\",\"why\":\"every predicate and filter is compiled\"}")
                .contains("{\"route\":\"gateway-strip\",\"lane\":\"gateway\",\"why\":\"it has metadata\"}")
                .contains(
                        "{\"route\":\"fast-status\",\"lane\":\"gateway\",\"why\":\"filter SetStatus is not compiled\"}");
        assertThat(get("/actuator/gateway/lanes").status()).isEqualTo(404); // not at the entry
    }

    @Test
    void routesAreReadAnewWithoutDroppingAnybody() throws Exception {
        replica.always(line -> {
            Received received = line.request();
            line.answer(200, received.target);
        });
        RouteDefinition added = new RouteDefinition();
        added.setId("added");
        added.setUri(URI.create("holdfast://api"));
        added.setPredicates(
                List.of(new org.springframework.cloud.gateway.handler.predicate.PredicateDefinition("Path=/added/**")));
        assertThat(get("/added/a").status()).isEqualTo(404);
        RouteDefinitionWriter writer = gateway.bean(RouteDefinitionWriter.class);
        List<RawClient> clients = List.of(gateway.client(), gateway.client(), gateway.client(), gateway.client());
        for (int round = 0; round < 10; round++) {
            writer.save(Mono.just(added)).block();
            gateway.context().publishEvent(new RefreshRoutesEvent(this));
            for (int i = 0; i < 20; i++) {
                for (RawClient client : clients) {
                    client.request("GET", (i % 2 == 0 ? "/fast" : "/gateway") + "/strip/" + i, "");
                }
                for (RawClient client : clients) {
                    assertThat(client.answer().text()).isEqualTo("/" + i);
                }
            }
        }
        Patience.until("the new route is there", () -> served("/added/a"));
        added.setUri(URI.create("holdfast://nobody"));
        writer.save(Mono.just(added)).block();
        gateway.context().publishEvent(new RefreshRoutesEvent(this));
        assertThat(clients.get(0).get("/added/a").text()).isEqualTo("/added/a"); // the table stays as it was
        writer.delete(Mono.just("added")).block();
        gateway.context().publishEvent(new RefreshRoutesEvent(this));
        Patience.until("the route is gone", () -> !served("/added/a"));
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void aRouteThatCannotBeMadeLeavesAllOthersAsTheyWere() throws Exception {
        replica.always(line -> {
            Received received = line.request();
            line.answer(200, received.target);
        });
        RouteDefinitionWriter writer = gateway.bean(RouteDefinitionWriter.class);
        for (String filter : List.of("StripPrefix=many", "AddRequestHeader=X-Only-A-Name", "NoSuchFilter=1")) {
            RouteDefinition broken = new RouteDefinition();
            broken.setId("broken");
            broken.setUri(URI.create("holdfast://api"));
            broken.setOrder(-1);
            broken.setPredicates(
                    List.of(new org.springframework.cloud.gateway.handler.predicate.PredicateDefinition("Path=/**")));
            broken.setFilters(List.of(filter(filter)));
            writer.save(Mono.just(broken)).block();
            gateway.context().publishEvent(new RefreshRoutesEvent(this));
            for (int i = 0; i < 20; i++) {
                assertThat(get("/fast/strip/a").text()).as(filter).isEqualTo("/a");
                assertThat(get("/gateway/strip/a").text()).as(filter).isEqualTo("/a");
            }
            writer.delete(Mono.just("broken")).block();
            gateway.context().publishEvent(new RefreshRoutesEvent(this));
        }
    }

    private static FilterDefinition filter(String text) {
        FilterDefinition filter = new FilterDefinition();
        String[] parts = text.split("=");
        filter.setName(parts[0]);
        if (parts.length > 1) {
            filter.setArgs(java.util.Map.of("_genkey_0", parts[1]));
        }
        return filter;
    }

    private static boolean served(String target) {
        try {
            return get(target).status() == 200;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** A route made in code, as users make those that properties cannot express. */
    static class InCode {
        @Bean
        RouteLocator modified(RouteLocatorBuilder routes) {
            return routes.routes()
                    .route("modified", r -> r.order(1000) // else all requests take the ordinary chain
                            .path("/modified")
                            .filters(f -> f.modifyResponseBody(
                                    String.class,
                                    String.class,
                                    (exchange, body) -> Mono.just(body.toUpperCase(java.util.Locale.ROOT))))
                            .uri("holdfast://api"))
                    .build();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "gateway"})
    void aFallbackAnswersWhereTheServiceCannot(String lane) throws IOException {
        replica.always(Script.ok("served"));
        assertThat(get("/" + lane + "/breaker/a").text()).isEqualTo("served");
        replica.kill();
        Patience.until(
                "it is known", () -> !gateway.service("api").replicas().get(0).reachable());
        assertThat(get("/" + lane + "/breaker/a").text()).isEqualTo("spare");
    }

    @Test
    void aPathCannotPutALineIntoAHeader() throws IOException {
        replica.always(Script.ok("x"));
        assertThat(get("/inject/fine").status()).isEqualTo(200);
        assertThat(get("/inject/a%0d%0aX-Injected:%20yes").status()).isEqualTo(400);
        assertThat(replica.received()).noneMatch(r -> r.header("x-injected") != null);
    }

    @Test
    void theCircuitBreakerFilterLimitsNeitherTimeNorNumber() throws IOException {
        Signal all = new Signal();
        replica.always(line -> {
            if (!line.request().target.equals("/probe")) {
                all.await();
            }
            line.answer(200, "slow");
        });
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            clients.add(gateway.client().request("POST", "/fast/breaker/a", "x"));
        }
        Patience.until(
                "all are at the replica",
                () -> gateway.service("api").replicas().get(0).inFlight().get()
                        == 64); // more than the 25 of the stock bulkhead
        long since = gateway.bean(io.holdfast.gateway.service.Time.class).nanos();
        Patience.until(
                "more than the second of the stock time limiter has passed",
                () -> gateway.bean(io.holdfast.gateway.service.Time.class).nanos() - since > 1_200_000_000L);
        all.fire();
        for (RawClient client : clients) {
            assertThat(client.answer().text()).isEqualTo("slow");
            client.close();
        }
    }
}
