package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Http2RuleTest {

    private static final List<String> HOST = List.of("e");

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a b", "/a\r\nX: y", "/a#b", "/\u00e4", "http://e/a", "*"})
    void whatIsNoPathIsRefused(String path) {
        assertThat(Http2Rule.problem("GET", path, HOST)).isNotNull();
    }

    @Test
    void whatIsOnePasses() {
        assertThat(Http2Rule.problem("GET", "/a%20b?c=/d", HOST)).isNull();
        assertThat(Http2Rule.problem("OPTIONS", "*", HOST)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G T", "GET /x HTTP/1.1\r\n", "G@T"})
    void whatIsNoMethodIsRefused(String method) {
        assertThat(Http2Rule.problem(method, "/", HOST)).isNotNull();
    }

    @Test
    void oneHostMustBeThereHoweverOftenItIsSaid() {
        assertThat(Http2Rule.problem("GET", "/", List.of())).isNotNull();
        assertThat(Http2Rule.problem("GET", "/", List.of("e", "f"))).isNotNull();
        assertThat(Http2Rule.problem("GET", "/", List.of("e f"))).isNotNull();
        assertThat(Http2Rule.problem("GET", "/", List.of("e", "e"))).isNull();
    }
}
