package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.ClosedPort;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawAnswer.End;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of an exchange (docs/what-survives-what.md), each once for each lane. */
class LaneRulesTest extends BothLanes {

    private static final String KEY = "Idempotency-Key: 1";

    @Test
    void rule1WhatWasNeverSentGoesElsewhereWhateverItsMethod() throws IOException {
        replica.always(Script.ok("served"));
        other.always(Script.ok("served"));
        both();
        other.kill(); // health may not know yet
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")) {
            assertThat(exchange(method, "/", "body").text()).isEqualTo("served");
        }
        assertThat(replica.received()).hasSize(6);
    }

    @Test
    void rule2ALostRequestIsRepeatedOnlyWhereThatIsSafe() throws IOException {
        both();
        for (String method : List.of("GET", "PUT", "DELETE", "OPTIONS")) {
            inTurn(Script.resets(), Script.ok("served"));
            assertThat(exchange(method, "/", "").text()).isEqualTo("served");
        }
        inTurn(Script.resets(), Script.ok("served"));
        assertThat(exchange("POST", "/", "body", KEY).text()).isEqualTo("served");
        for (String method : List.of("POST", "PATCH")) {
            inTurn(Script.resets());
            RawAnswer answer = exchange(method, "/", "body");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.header("content-type")).isEqualTo("application/problem+json");
            assertThat(answer.text()).contains("\"sent\":\"unknown\"");
        }
    }

    @Test
    void rule3ABadAnswerIsRetriedWhereThatIsSafeAndPassesElse() throws IOException {
        both();
        for (int status : List.of(502, 503, 504)) {
            inTurn(Script.answers(status, "bad"), Script.ok("served"));
            assertThat(exchange("GET", "/", "").text()).isEqualTo("served");
            inTurn(Script.answers(status, "bad", "X-Why: 1"));
            RawAnswer answer = exchange("POST", "/", "body");
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text()).isEqualTo("bad");
            assertThat(answer.header("x-why")).isEqualTo("1");
        }
    }

    @Test
    void rule4ASmallAnswerThatBreaksOffIsAskedForAgain() throws IOException {
        both();
        inTurn(
                line -> {
                    line.request();
                    line.head(200, 100);
                    line.send("half of it");
                    line.reset();
                },
                Script.ok("whole"));
        RawAnswer answer = exchange("GET", "/", "");
        assertThat(answer.text()).isEqualTo("whole");
        assertThat(answer.end()).isEqualTo(End.LENGTH);
    }

    @Test
    void rule5TheFirstRetryGoesToAReplicaNotYetTried() throws IOException {
        both();
        inTurn(Script.answers(503, "bad"), Script.ok("served"));
        assertThat(exchange("GET", "/", "").text()).isEqualTo("served");
        assertThat(replica.received()).hasSize(1);
        assertThat(other.received()).hasSize(1);
    }

    @Test
    void rule6WithoutAReplicaARequestWaitsAndIsServedWhenOneIsBack() throws Exception {
        replica.always(Script.ok("served"));
        var service = gateway.service("api");
        service.draining(service.replicas().get(0), true);
        try (RawClient get = client();
                RawClient post = client()) {
            get.request("GET", "/", "");
            post.request("POST", "/", "body");
            Patience.until("two are held", () -> gateway.held("api") == 2);
            assertThat(replica.received()).isEmpty();
            service.draining(service.replicas().get(0), false);
            assertThat(get.answer().text()).isEqualTo("served");
            assertThat(post.answer().text()).isEqualTo("served");
        }
    }

    @Test
    void rule6PastItsBoundsTheRoomSendsRequestsAway() throws Exception {
        replica.always(Script.ok("served"));
        var service = gateway.service("api");
        service.draining(service.replicas().get(0), true);
        List<RawClient> held = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            held.add(client().request("POST", "/", "body"));
        }
        Patience.until("three are held", () -> gateway.held("api") == 3);
        RawAnswer answer = exchange("POST", "/", "body");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("retry-after")).isNotNull();
        assertThat(answer.text()).contains("\"sent\":false");
        for (RawClient client : held) {
            client.reset();
        }
        Patience.until("nobody is held", () -> gateway.held("api") == 0);
    }

    @Test
    void rule7AFirstByteTimeoutIs504AndNotRetried() throws IOException {
        gateway.replicas("brief", replica, other);
        inTurn(Script.silent());
        assertThat(exchange("POST", "/brief/", "body").status()).isEqualTo(504);
    }

    @Test
    void rule9AServiceThatOnlyFailsIsNotAskedForAWhile() throws IOException {
        replica.always(Script.answers(503, "bad"));
        int asked = 0;
        while (asked < 200 && !exchange("POST", "/", "body").text().contains("circuit breaker")) {
            asked++;
        }
        assertThat(asked).isLessThan(200);
        assertThat(replica.received()).hasSize(asked);
        assertThat(exchange("POST", "/", "body").text()).contains("\"sent\":false");
    }

    @Test
    void refusedByEveryReplicaARequestIsHeldAndThenUnsent() throws IOException {
        try (ClosedPort closed = new ClosedPort()) {
            gateway.service("api").replicas(List.of());
            var factory = gateway.bean(io.holdfast.gateway.discovery.ReplicaFactory.class);
            var service = gateway.service("api");
            service.replicas(List.of(factory.create(service, closed.url(), null)));
            RawAnswer answer = exchange("POST", "/", "body");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("retry-after")).isNotNull();
            assertThat(answer.text()).contains("\"sent\":false");
            service.replicas(List.of());
        }
    }
}
