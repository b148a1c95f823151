package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyClassTest {

    private static final long UNDER = 64 * 1024;

    private static BodyClass of(String method, int status, String... headers) {
        Map<String, String> map = new HashMap<>();
        for (int i = 0; i < headers.length; i += 2) {
            map.put(headers[i], headers[i + 1]);
        }
        return BodyClass.of(method, AnswerHead.of(status, map::get), UNDER);
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200", "HEAD, 404", "GET, 100", "GET, 103", "GET, 204", "PUT, 204", "GET, 304"})
    void answers_without_a_body(String method, int status) {
        assertThat(of(method, status, "content-length", "5000")).isEqualTo(BodyClass.NO_BODY);
        assertThat(of(method, status, "content-type", "text/event-stream")).isEqualTo(BodyClass.NO_BODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream", "text/event-stream;charset=utf-8", "TEXT/Event-Stream ; x=y"})
    void event_streams(String type) {
        assertThat(of("GET", 200, "content-type", type)).isEqualTo(BodyClass.EVENT_STREAM);
        assertThat(of("POST", 200, "content-type", type)).isEqualTo(BodyClass.EVENT_STREAM);
    }

    @Test
    void event_streams_whose_events_cannot_be_spliced_still_pass_at_once() {
        assertThat(of("GET", 200, "content-type", "text/event-stream", "content-encoding", "gzip"))
                .isEqualTo(BodyClass.OPAQUE_EVENTS);
        assertThat(of("GET", 500, "content-type", "text/event-stream")).isEqualTo(BodyClass.OPAQUE_EVENTS);
        assertThat(of("GET", 200, "content-type", "text/event-stream", "content-length", "99999"))
                .isEqualTo(BodyClass.OPAQUE_EVENTS);
    }

    @Test
    void an_event_stream_of_known_small_length_is_a_small_body() {
        assertThat(of("GET", 200, "content-type", "text/event-stream", "content-length", "99"))
                .isEqualTo(BodyClass.HOLD_WHOLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-streams", "text/plain", "application/x-ndjson", "text/event"})
    void anything_else_of_unknown_length_is_held(String type) {
        assertThat(of("GET", 200, "content-type", type)).isEqualTo(BodyClass.HOLD_WHOLE);
        assertThat(of("POST", 500, "content-type", type)).isEqualTo(BodyClass.HOLD_WHOLE);
    }

    @Test
    void a_known_length_is_held_up_to_the_bound() {
        assertThat(of("GET", 200, "content-length", "0")).isEqualTo(BodyClass.HOLD_WHOLE);
        assertThat(of("GET", 200, "content-length", "65536")).isEqualTo(BodyClass.HOLD_WHOLE);
        assertThat(of("GET", 200, "content-length", "65536", "etag", "\"v\"")).isEqualTo(BodyClass.HOLD_WHOLE);
        assertThat(of("GET", 200, "content-length", "65537")).isEqualTo(BodyClass.PASS);
    }

    @Test
    void a_larger_body_with_a_strong_validator_is_a_download() {
        assertThat(of("GET", 200, "content-length", "65537", "etag", "\"v\"")).isEqualTo(BodyClass.DOWNLOAD);
        assertThat(of("POST", 200, "content-length", "65537", "etag", "\"v\"")).isEqualTo(BodyClass.PASS);
        assertThat(of("GET", 200, "content-length", "65537", "etag", "W/\"v\"")).isEqualTo(BodyClass.PASS);
    }

    @Test
    void nothing_is_held_when_the_bound_is_zero() {
        AnswerHead unknown = AnswerHead.of(200, name -> null);
        assertThat(BodyClass.of("GET", unknown, 0)).isEqualTo(BodyClass.PASS);
    }
}
