package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.gateway.health.Outcome.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerRuleTest {

    private static final byte[] EMPTY = {};

    private static byte[] bytes(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "200, GOOD",
        "204, GOOD",
        "302, GOOD",
        "399, GOOD",
        "400, WRONG",
        "401, WRONG",
        "404, WRONG",
        "429, WRONG",
        "499, WRONG",
        "500, NOT_READY",
        "503, NOT_READY",
        "599, NOT_READY"
    })
    void withAHealthPathTheStatusesOfTheListAreGood(int status, Kind kind) {
        AnswerRule rule = new AnswerRule(List.of(StatusRange.of("200-399")), null);
        assertThat(rule.judge(status, EMPTY).kind()).isEqualTo(kind);
        assertThat(rule.looksIntoBody()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"200, GOOD", "301, GOOD", "401, GOOD", "404, GOOD", "499, GOOD", "500, NOT_READY", "503, NOT_READY"})
    void withoutOneAnyAnswerBelow500IsASignOfLife(int status, Kind kind) {
        assertThat(new AnswerRule(List.of(), null).judge(status, EMPTY).kind()).isEqualTo(kind);
    }

    @Test
    void severalRangesMayBeGiven() {
        AnswerRule rule = new AnswerRule(List.of(StatusRange.of("204"), StatusRange.of(" 500 - 503 ")), null);
        assertThat(rule.judge(204, EMPTY)).isEqualTo(Outcome.GOOD);
        assertThat(rule.judge(503, EMPTY)).isEqualTo(Outcome.GOOD);
        assertThat(rule.judge(200, EMPTY)).isEqualTo(new Outcome(Kind.WRONG, "health check answered 200"));
        assertThat(rule.judge(504, EMPTY).kind()).isEqualTo(Kind.NOT_READY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "2000", "600", "200-", "-200", "399-200", "2xx", "200,204"})
    void whatIsNoRangeIsRefused(String text) {
        assertThatThrownBy(() -> StatusRange.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/status     | UP      | {'status':'UP'}                          | ok",
                "/status     | UP      | {'status':'DOWN'}                        | /status is DOWN, not UP",
                "/status     | UP      | {'state':'UP'}                           | the body has nothing at /status",
                "/a/0/b~1c   | 7       | {'a':[{'b/c':7}]}                        | ok",
                "/ready      | true    | {'ready':true}                           | ok",
                "/ready      | true    | {'ready':false}                          | /ready is false, not true",
                "/load       | 0.5     | {'load':0.5}                             | ok",
                "/db         | up      | {'db':{'x':1}}                           | /db is {'x':1}, not up",
                "/status     | UP      | OK                                       | the body is not JSON",
                "/status     | UP      | ''                                       | the body has nothing at /status",
                "/status     | healthy | [{'status':'degraded'},503]              | the body is an array whose second "
                        + "element is the status 503",
                "/status     | healthy | [{'status':'healthy'},200]               | ok",
                "/status     | healthy | [{'status':'degraded'},207]              | /status is degraded, not healthy",
                "/1          | 99      | [{},99]                                  | ok",
                "/1          | 600     | [{},600]                                 | ok",
                "/0/status   | UP      | [{'status':'UP'},{}]                     | ok",
            })
    void theBodyMustSayWhatIsExpected(String pointer, String value, String body, String expected) {
        AnswerRule rule = new AnswerRule(List.of(StatusRange.of("200")), new BodyMatch(pointer, value));
        assertThat(rule.looksIntoBody()).isTrue();
        Outcome outcome = rule.judge(200, bytes(body));
        if (expected.equals("ok")) {
            assertThat(outcome).isEqualTo(Outcome.GOOD);
        } else {
            assertThat(outcome).isEqualTo(new Outcome(Kind.NOT_READY, "health check: " + expected.replace('\'', '"')));
        }
    }

    @Test
    void aBadStatusNeedsNoLookIntoTheBody() {
        AnswerRule rule = new AnswerRule(List.of(StatusRange.of("200")), new BodyMatch("/status", "UP"));
        assertThat(rule.judge(503, EMPTY).why()).isEqualTo("health check answered 503");
    }

    @Test
    void anEmptyBodyOrHalfOfOneDoesNotMatch() {
        BodyMatch match = new BodyMatch("/status", "UP");
        assertThat(match.mismatch(EMPTY)).isNotNull();
        assertThat(match.mismatch(bytes("{'status':'U"))).isEqualTo("the body is not JSON");
    }

    @Test
    void longValuesAreShortened() {
        assertThat(new BodyMatch("/s", "x").mismatch(bytes("{'s':'" + "y".repeat(500) + "'}")))
                .hasSizeLessThan(100);
    }

    @Test
    void aPointerThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new BodyMatch("status", "UP")).isInstanceOf(IllegalArgumentException.class);
    }
}
