package io.holdfast.cli.drill.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.drill.verdict.Fate;
import io.holdfast.cli.drill.wire.Answer;
import io.holdfast.cli.drill.wire.Head;
import io.holdfast.cli.drill.wire.Request;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final Question QUESTION = new Question("q1", Request.get("/api/jobs"), 201, "\"q1\"");
    private static final String RIGHT = "{\"request\":\"q1\",\"replica\":\"replica-1\"}";

    @Test
    void theRightAnswerIsRight() {
        assertThat(fate(201, RIGHT, "x-replica", "replica-1")).isEqualTo(Fate.OK);
    }

    @Test
    void anotherStatusIsAFailure() {
        assertThat(fate(503, RIGHT, "x-replica", "replica-1")).isEqualTo(Fate.STATUS);
        assertThat(fate(200, RIGHT, "x-replica", "replica-1")).isEqualTo(Fate.STATUS);
    }

    @Test
    void aProblemSaysWhetherItWasSent() {
        assertThat(fate(502, "{\"sent\": \"unknown\"}", "content-type", "application/problem+json"))
                .isEqualTo(Fate.UNKNOWN);
        assertThat(fate(503, "{\"sent\": false}", "content-type", "application/problem+json"))
                .isEqualTo(Fate.NOT_SENT);
        assertThat(fate(502, "{\"sent\": false}", "content-type", "application/json"))
                .isEqualTo(Fate.STATUS);
    }

    @Test
    void anAnswerThatIsAnothersOrNotWholeIsWrong() {
        assertThat(fate(201, RIGHT.replace("q1", "q2"))).isEqualTo(Fate.WRONG);
        assertThat(fate(201, RIGHT.substring(0, 20))).isEqualTo(Fate.WRONG);
    }

    @Test
    void headAndBodyOfTwoReplicasAreWrongUnlessTheAnswerWasKeptUnderItsKey() {
        assertThat(fate(201, RIGHT, "x-replica", "replica-2")).isEqualTo(Fate.WRONG);
        assertThat(fate(201, RIGHT, "x-replica", "replica-2", "idempotent-replay", "true"))
                .isEqualTo(Fate.OK);
    }

    private static Fate fate(int status, String body, String... fields) {
        Head head = new Head(status, true, List.of(fields));
        return Judge.of(QUESTION, new Answer(head, body.getBytes(StandardCharsets.UTF_8), true))
                .fate();
    }
}
