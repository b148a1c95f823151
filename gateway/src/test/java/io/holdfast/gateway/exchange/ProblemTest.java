package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProblemTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void saysWhetherTheRequestMayHaveBeenActedOn() {
        JsonNode unknown = JSON.readTree(new Problem(502, "Replica lost", "It is gone.", true, null).json());
        assertThat(unknown.get("type").asString()).isEqualTo("about:blank");
        assertThat(unknown.get("title").asString()).isEqualTo("Replica lost");
        assertThat(unknown.get("status").asInt()).isEqualTo(502);
        assertThat(unknown.get("detail").asString()).isEqualTo("It is gone.");
        assertThat(unknown.get("sent").asString()).isEqualTo("unknown");

        JsonNode never = JSON.readTree(new Problem(503, "t", "d", false, 1).json());
        assertThat(never.get("sent").isBoolean()).isTrue();
        assertThat(never.get("sent").asBoolean()).isFalse();
    }

    @Property(tries = 300)
    void anyTextMakesValidJson(@ForAll String title, @ForAll String detail) {
        JsonNode read = JSON.readTree(new Problem(502, title, detail, true, null).json());
        assertThat(read.get("title").asString()).isEqualTo(title);
        assertThat(read.get("detail").asString()).isEqualTo(detail);
    }

    @Test
    void isAnAnswerOfTheGatewayThatNobodyCaches() {
        Answer answer = new Problem(503, "No replica", "größer", false, 1).answer(4);
        try {
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.attempts()).isEqualTo(4);
            assertThat(answer.replica()).isNull();
            assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.headers().get("Retry-After")).isEqualTo("1");
            assertThat(answer.headers().get("Cache-Control")).isEqualTo("no-store");
            String body = answer.whole().toString(StandardCharsets.UTF_8);
            assertThat(answer.headers().getInt("Content-Length"))
                    .isEqualTo(body.getBytes(StandardCharsets.UTF_8).length);
        } finally {
            answer.discard();
        }
        assertThat(answer.whole().refCnt()).isZero();
    }

    @Test
    void withoutAWordOnWhenThereIsNoRetryAfter() {
        Answer answer = new Problem(502, "t", "d", true, null).answer(1);
        assertThat(answer.headers().contains("Retry-After")).isFalse();
        answer.discard();
    }
}
