package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.testing.Client;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedBody;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.holdfast.gateway.testing.Signal;
import io.holdfast.gateway.testing.TestEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: no replica to try, so requests wait. */
class AllReplicasAwayTest {

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "POST"})
    void requestsWaitAndAreAnsweredWhenTheFirstReplicaIsBack(String method) {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("hello"));
                ScriptedReplica b = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a, b).notUp().start()) {
            Client client = engine.request(method, "/x").send();
            engine.awaitHeld(1);
            assertThat(client.answered()).isFalse();
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("hello");
            assertThat(client.attempts()).isEqualTo(1);
            assertThat(engine.incidents().told()).contains("held", "saved HELD");
        }
    }

    @Test
    void pastMaxWaitTheAnswerSaysThatNothingWasSent() {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a)
                        .notUp()
                        .maxHold(Duration.ofMillis(30))
                        .start()) {
            Client client = engine.post("/x", "1");
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.header("retry-after")).isEqualTo("1");
            assertThat(client.text()).contains("\"sent\":false");
            assertThat(client.attempts()).isZero();
        }
    }

    @Test
    void whatWasSentBeforeIsSaidAfterMaxWait() {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine =
                        TestEngine.setup(a).maxHold(Duration.ofMillis(30)).start()) {
            a.next(line -> {
                line.request();
                engine.down(engine.replica(0));
                line.reset();
            });
            Client client = engine.request("PUT", "/x").send();
            assertThat(client.status()).isEqualTo(503);
            assertThat(client.text()).contains("\"sent\":\"unknown\"");
        }
    }

    @Test
    void pastMaxRequestsTheNextIsTurnedAwayAtOnce() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("hello"));
                TestEngine engine = TestEngine.setup(a).notUp().hold(2, 1 << 20).start()) {
            Client first = engine.get("/1");
            Client second = engine.get("/2");
            engine.awaitHeld(2);
            Client third = engine.get("/3");
            assertThat(third.status()).isEqualTo(503);
            assertThat(third.text()).contains("\"sent\":false");
            engine.up(engine.replica(0));
            assertThat(first.status()).isEqualTo(200);
            assertThat(second.status()).isEqualTo(200);
        }
    }

    @Test
    void aHeldBodyIsReadUpToTheReplayBufferAndThenTheClientIsPaused() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("got it"));
                TestEngine engine =
                        TestEngine.setup(a).notUp().replayBuffer(10_000).start()) {
            ScriptedBody body = engine.body().parts(10, 4_000).end();
            Client client = engine.request("POST", "/x").body(body).send();
            engine.awaitHeld(1);
            body.awaitGiven(3);
            engine.settle();
            assertThat(body.given())
                    .as("12000 bytes: over the buffer by a part at most")
                    .isEqualTo(3);
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).bytes()).hasSize(40_000);
        }
    }

    @Test
    void heldBodiesAreBoundedTogether() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("got it"));
                TestEngine engine =
                        TestEngine.setup(a).notUp().hold(100, 10_000).start()) {
            ScriptedBody body = engine.body().parts(10, 4_000).end();
            Client client = engine.request("POST", "/x").body(body).send();
            body.awaitGiven(3);
            engine.settle();
            assertThat(body.given()).isEqualTo(3);
            assertThat(engine.get("/y").status()).as("the room is full").isEqualTo(503);
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("got it");
            assertThat(a.received(0).bytes()).hasSize(40_000);
        }
    }

    @Test
    void theFirstReplicaBackIsNotDrowned() {
        Signal answer = new Signal();
        try (ScriptedReplica a = ScriptedReplica.start().always(line -> {
                    line.request();
                    answer.await();
                    line.answer(200, "ok");
                });
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(engine.get("/" + i));
            }
            engine.awaitHeld(100);
            engine.up(engine.replica(0));
            a.awaitReceived(32);
            engine.settle();
            assertThat(engine.replica(0).inFlight()).hasValue(32);
            assertThat(a.received())
                    .extracting(r -> Integer.parseInt(r.target.substring(1)))
                    .allMatch(n -> n < 32);
            answer.fire();
            clients.forEach(c -> assertThat(c.status()).isEqualTo(200));
            assertThat(a.received()).hasSize(100);
        }
    }

    @Test
    void nobodyIsForgottenWhenTheFirstOnesLetOutAreLostAgain() {
        Script[] deaths = new Script[32];
        java.util.Arrays.fill(deaths, Script.resets());
        try (ScriptedReplica a = ScriptedReplica.start().next(deaths).always(Script.ok("ok"));
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(engine.get("/" + i));
            }
            engine.awaitHeld(100);
            engine.up(engine.replica(0));
            clients.forEach(c -> assertThat(c.status()).isEqualTo(200));
        }
    }

    @Test
    void nobodyIsForgottenWhenThePlainPostsLetOutFirstAreLost() {
        Script[] deaths = new Script[32];
        java.util.Arrays.fill(deaths, Script.resets());
        try (ScriptedReplica a = ScriptedReplica.start().next(deaths).always(Script.ok("ok"));
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(engine.post("/" + i, "x"));
            }
            engine.awaitHeld(100);
            engine.up(engine.replica(0));
            clients.forEach(Client::answer);
            assertThat(clients).filteredOn(c -> c.status() == 502).hasSize(32);
            assertThat(clients).filteredOn(c -> c.status() == 200).hasSize(68);
        }
    }

    @Test
    void nobodyIsForgottenWhenTheClientsLetOutFirstLeave() {
        Signal held = new Signal();
        Script[] silent = new Script[32];
        java.util.Arrays.fill(silent, Script.silent());
        try (ScriptedReplica a = ScriptedReplica.start().next(silent).always(Script.ok("ok"));
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                clients.add(engine.get("/" + i));
            }
            engine.awaitHeld(100);
            engine.up(engine.replica(0));
            a.awaitReceived(32);
            clients.subList(0, 32).forEach(Client::leave);
            clients.subList(32, 100).forEach(c -> assertThat(c.status()).isEqualTo(200));
            held.fire();
        }
    }

    @Test
    void whoComesWhileOthersWaitGetsInLine() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("ok"));
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(engine.get("/" + i));
            }
            engine.awaitHeld(5);
            engine.up(engine.replica(0));
            clients.forEach(c -> assertThat(c.status()).isEqualTo(200));
        }
    }

    @Test
    void aClientThatLeavesWhileItWaitsIsForgotten() {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.setup(a).notUp().start()) {
            Client client = engine.request("POST", "/x")
                    .body(engine.body().parts(2, 100))
                    .send();
            engine.awaitHeld(1);
            client.leave();
            engine.awaitHeld(0);
            Patience.until("told", () -> engine.incidents().count("client gone") == 1);
            assertThat(a.received()).isEmpty();
        }
    }

    @Test
    void nothingIsHeldWhileAReplicaOnlyFailsItsHealthCheck() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("works all the same"));
                TestEngine engine = TestEngine.of(a)) {
            engine.unhealthy(engine.replica(0));
            assertThat(engine.get("/x").text()).isEqualTo("works all the same");
            assertThat(engine.incidents().told()).doesNotContain("held");
        }
    }

    @Test
    void whenAllDrainRequestsWaitForTheEndOfIt() {
        try (ScriptedReplica a = ScriptedReplica.start().always(Script.ok("back"));
                TestEngine engine = TestEngine.of(a)) {
            engine.service().draining(engine.replica(0), true);
            Client client = engine.get("/x");
            engine.awaitHeld(1);
            engine.service().draining(engine.replica(0), false);
            assertThat(client.text()).isEqualTo("back");
        }
    }

    @Test
    void aRequestWhoseReplicaDiesIsHeldWhenNoOtherIsThere() {
        try (ScriptedReplica a = ScriptedReplica.start();
                TestEngine engine = TestEngine.of(a)) {
            a.next(line -> {
                line.request();
                engine.down(engine.replica(0));
                line.reset();
            });
            Client client = engine.request("PUT", "/x").body("v").send();
            engine.awaitHeld(1);
            a.next(Script.ok("kept"));
            engine.up(engine.replica(0));
            assertThat(client.text()).isEqualTo("kept");
            assertThat(a.received(1).body()).isEqualTo("v");
        }
    }
}
