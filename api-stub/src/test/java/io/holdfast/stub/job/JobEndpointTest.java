package io.holdfast.stub.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.Settings;
import io.holdfast.stub.Stub;
import io.holdfast.stub.testing.Calls;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEndpointTest {
    @TempDir
    Path state;

    private Stub one;
    private Stub two;

    @BeforeEach
    void start() throws Exception {
        one = Stub.start(Settings.defaults().withPort(0).withName("one").withState(state));
        two = Stub.start(Settings.defaults().withPort(0).withName("two").withState(state));
    }

    @AfterEach
    void stop() {
        one.close();
        two.close();
    }

    private static HttpResponse<String> post(Stub stub, String target, String body, String... headers)
            throws Exception {
        return Calls.call(stub.port(), "POST", target, body, headers);
    }

    private static Map<String, Object> executions(Stub stub) throws Exception {
        return Calls.json(Calls.get(stub.port(), "/api/executions"));
    }

    @Test
    void aJobIsMadeAndSeenByEveryReplica() throws Exception {
        HttpResponse<String> made = post(one, "/api/jobs/calibrate", "{\"request\":\"q1\"}");
        assertThat(made.statusCode()).isEqualTo(201);
        Map<String, Object> job = Calls.json(made);
        assertThat(job)
                .containsEntry("kind", "calibrate")
                .containsEntry("request", "q1")
                .containsEntry("replica", "one");
        String location = made.headers().firstValue("location").orElseThrow();
        HttpResponse<String> shown = Calls.get(two.port(), location);
        assertThat(Calls.json(shown))
                .containsEntry("id", job.get("id"))
                .containsEntry("replica", "two")
                .containsEntry("created_by", "one");
        assertThat(Calls.get(two.port(), "/api/jobs").body()).contains((String) job.get("id"), "\"count\":1");
        assertThat(Calls.get(two.port(), "/api/jobs/id/none").statusCode()).isEqualTo(404);
    }

    @Test
    void withoutAKeyEverySecondRequestIsASecondExecution() throws Exception {
        post(one, "/api/jobs/image", "{\"request\":\"q1\"}");
        post(two, "/api/jobs/image", "{\"request\":\"q1\"}");
        post(two, "/api/jobs/image", "", "X-Request-Id", "q2");
        assertThat(executions(one)).isEqualTo(Map.of("q1", 2, "q2", 1));
        assertThat(Calls.json(Calls.get(one.port(), "/api/executions?request=q1")))
                .isEqualTo(Map.of("count", 2));
        assertThat(Files.readAllLines(state.resolve("executions.log")))
                .containsExactly("q1 one -", "q1 two -", "q2 two -");
    }

    @Test
    void withAKeyTheAnswerOfTheFirstIsGivenAgainByAnyReplica() throws Exception {
        HttpResponse<String> first = post(one, "/api/jobs/image", "{\"request\":\"q1\"}", "Idempotency-Key", "a/ b");
        HttpResponse<String> again = post(two, "/api/jobs/image", "{\"request\":\"q1\"}", "Idempotency-Key", "a/ b");
        assertThat(first.headers().firstValue("Idempotent-Replay")).isEmpty();
        assertThat(again.headers().firstValue("Idempotent-Replay")).hasValue("true");
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("X-Replica")).hasValue("two");
        assertThat(executions(two)).isEqualTo(Map.of("q1", 1));
    }

    @Test
    void manyOfOneKeyAtOnceOnBothReplicasAreOneExecution() throws Exception {
        List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(Calls.client()
                    .sendAsync(
                            Calls.request(
                                    (i % 2 == 0 ? one : two).port(),
                                    "POST",
                                    "/api/jobs/convert?ms=300",
                                    "{\"request\":\"q1\"}",
                                    "Idempotency-Key",
                                    "k"),
                            BodyHandlers.ofString()));
        }
        CompletableFuture.allOf(calls.toArray(new CompletableFuture<?>[0])).join();
        assertThat(calls).extracting(call -> call.join().statusCode()).containsOnly(201);
        assertThat(calls)
                .extracting(call -> call.join().body())
                .containsOnly(calls.get(0).join().body());
        assertThat(executions(one)).isEqualTo(Map.of("q1", 1));
        assertThat(calls.stream().filter(call -> call.join()
                        .headers()
                        .firstValue("Idempotent-Replay")
                        .isEmpty()))
                .hasSize(1);
    }

    @Test
    void aKeyForAnotherRequestIsRefused() throws Exception {
        post(one, "/api/jobs/image", "{\"request\":\"q1\"}", "Idempotency-Key", "k");
        assertThat(post(two, "/api/jobs/image", "{\"request\":\"q2\"}", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(422);
        assertThat(post(two, "/api/jobs/apply", "{\"request\":\"q1\"}", "Idempotency-Key", "k")
                        .statusCode())
                .isEqualTo(422);
        assertThat(executions(one)).isEqualTo(Map.of("q1", 1));
    }

    @Test
    void aBodyThatIsNoObjectIsRefusedAndDoesNothing() throws Exception {
        HttpResponse<String> answer = post(one, "/api/jobs/image", "[1]", "Idempotency-Key", "k");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the body is not a JSON object");
        assertThat(executions(one)).isEmpty();
    }

    @Test
    void inMemoryAKeyIsHonouredByItsReplica() throws Exception {
        try (Stub alone = Stub.start(Settings.defaults().withPort(0))) {
            String body = "{\"request\":\"q1\"}";
            HttpResponse<String> first = post(alone, "/api/jobs/workflow", body, "Idempotency-Key", "k");
            assertThat(post(alone, "/api/jobs/workflow", body, "Idempotency-Key", "k")
                            .body())
                    .isEqualTo(first.body());
            assertThat(executions(alone)).isEqualTo(Map.of("q1", 1));
        }
    }
}
