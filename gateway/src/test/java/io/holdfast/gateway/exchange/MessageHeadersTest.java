package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.junit.jupiter.api.Test;

class MessageHeadersTest {

    private final HttpHeaders headers = new DefaultHttpHeaders();

    @Test
    void hopByHopHeadersEndHereAndTheRestPasses() {
        headers.add("Connection", "keep-alive")
                .add("Keep-Alive", "timeout=5")
                .add("Proxy-Connection", "keep-alive")
                .add("Transfer-Encoding", "chunked")
                .add("Upgrade", "h2c")
                .add("Proxy-Authorization", "Basic x")
                .add("Authorization", "Bearer y")
                .add("Content-Length", "3")
                .add("X-One", "1");
        MessageHeaders.request(headers);
        assertThat(headers.names())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("Authorization", "Content-Length", "X-One", "via");
    }

    @Test
    void whatNettyNotesOfAnHttp2StreamDoesNotPass() {
        headers.add("x-http2-stream-id", "3").add("x-http2-scheme", "https").add("X-One", "1");
        MessageHeaders.request(headers);
        assertThat(headers.names()).extracting(Object::toString).containsExactlyInAnyOrder("X-One", "via");
    }

    @Test
    void whatConnectionNamesEndsHereToo() {
        headers.add("Connection", "close, X-Secret ,,x-other")
                .add("connection", "X-Third")
                .add("X-Secret", "1")
                .add("X-Other", "2")
                .add("X-Third", "3")
                .add("X-Kept", "4");
        MessageHeaders.request(headers);
        assertThat(headers.names()).extracting(Object::toString).containsExactlyInAnyOrder("X-Kept", "via");
    }

    @Test
    void connectionCannotStripWhatFramesOrRoutesTheMessage() {
        headers.add("Connection", "Content-Length, host")
                .add("Content-Length", "3")
                .add("Host", "a");
        MessageHeaders.request(headers);
        assertThat(headers.get("Content-Length")).isEqualTo("3");
        assertThat(headers.get("Host")).isEqualTo("a");
    }

    @Test
    void viaIsAddedToThatOfOthers() {
        headers.add("Via", "1.0 fred");
        MessageHeaders.request(headers);
        assertThat(headers.getAll("Via")).containsExactly("1.0 fred", "1.1 holdfast");
        MessageHeaders.answer(headers);
        assertThat(headers.getAll("Via")).hasSize(3);
    }

    @Test
    void ofTeOnlyTrailersPasses() {
        headers.add("TE", "gzip;q=0.5, trailers").add("Connection", "TE");
        MessageHeaders.request(headers);
        assertThat(headers.getAll("TE")).containsExactly("trailers");

        HttpHeaders without = new DefaultHttpHeaders().add("TE", "gzip");
        MessageHeaders.request(without);
        assertThat(without.contains("TE")).isFalse();
    }

    @Test
    void duplicatesPassInTheirOrder() {
        headers.add("Set-Cookie", "a=1").add("set-cookie", "b=2").add("Proxy-Authenticate", "Basic");
        MessageHeaders.answer(headers);
        assertThat(headers.getAll("Set-Cookie")).containsExactly("a=1", "b=2");
        assertThat(headers.contains("Proxy-Authenticate")).isFalse();
    }
}
