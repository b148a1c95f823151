package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ForwardedHeadersTest {

    private static HttpHeaders rewritten(Pattern trusted, String host) {
        HttpHeaders headers = new DefaultHttpHeaders()
                .add("X-Forwarded-For", "1.2.3.4")
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Forwarded-Proto", "https");
        new ForwardedHeaders(trusted)
                .rewrite(headers, new ForwardedHeaders.Connection("10.0.0.7", "http", host, 8080, null));
        return headers;
    }

    @Test
    void anybodysWordOnTheHostDoesNotPassEvenWithoutAHostOfItsOwn() {
        assertThat(rewritten(null, null).contains("x-forwarded-host")).isFalse();
        assertThat(rewritten(null, "api.example").getAll("x-forwarded-host")).containsExactly("api.example");
    }

    @Test
    void aTrustedProxysWordStays() {
        HttpHeaders headers = rewritten(Pattern.compile("10\\..*"), "inner.example");
        assertThat(headers.get("x-forwarded-host")).isEqualTo("evil.example");
        assertThat(headers.get("x-forwarded-proto")).isEqualTo("https");
        assertThat(headers.get("x-forwarded-for")).isEqualTo("1.2.3.4, 10.0.0.7");
    }
}
