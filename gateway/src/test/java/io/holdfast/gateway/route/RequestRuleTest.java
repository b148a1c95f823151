package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRuleTest {

    private static @Nullable String host(String host) {
        return RequestRule.problem(1, "GET", "/", List.of(host), List.of());
    }

    private static @Nullable String target(String method, String target) {
        return RequestRule.problem(1, method, target, List.of("e"), List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "e.example", "e:80", "e:", "10.0.0.1:8080", "[::1]", "[fe80::1%25eth0]:80", "a_b"})
    void thisIsAHost(String host) {
        assertThat(host(host)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a b", "a,b", "a/b", "a@b", "a?b", "a#b", "[::1", "e:99999", "e:8a", "e:80:80", "[::1]x", "ä"})
    void thisIsNoHost(String host) {
        assertThat(host(host)).isNotNull();
    }

    @Test
    void oneHostIsAskedOfHttp11AndAtMostOneOfHttp10() {
        assertThat(RequestRule.problem(1, "GET", "/", List.of(), List.of())).isEqualTo("0 Host headers");
        assertThat(RequestRule.problem(1, "GET", "/", List.of("a", "a"), List.of()))
                .isEqualTo("2 Host headers");
        assertThat(RequestRule.problem(0, "GET", "/", List.of(), List.of())).isNull();
    }

    @Test
    void theOnlyCodingIsChunked() {
        assertThat(RequestRule.problem(1, "POST", "/", List.of("e"), List.of("Chunked")))
                .isNull();
        for (List<String> codings : List.of(
                List.of("gzip"), List.of("gzip, chunked"), List.of("chunked", "chunked"), List.of("xchunked"))) {
            assertThat(RequestRule.problem(1, "POST", "/", List.of("e"), codings))
                    .isNotNull();
        }
        assertThat(RequestRule.problem(0, "POST", "/", List.of("e"), List.of("chunked")))
                .isNotNull();
    }

    @Test
    void targetsHaveOneOfFourForms() {
        assertThat(target("GET", "/a?b")).isNull();
        assertThat(target("GET", "http://e/a")).isNull();
        assertThat(target("OPTIONS", "*")).isNull();
        assertThat(target("CONNECT", "e:443")).isNull();
        for (String bad :
                List.of("*", "a", "", "/a b", "/\u0001", "/ä", "/a#b", "ftp://e/", "http://", "http://a@b/")) {
            assertThat(target("GET", bad)).as(bad).isNotNull();
        }
    }

    @Test
    void otherVersionsAreRefused() {
        assertThat(RequestRule.problem(2, "GET", "/", List.of("e"), List.of())).isNotNull();
        assertThat(RequestRule.problem(-1, "GET", "/", List.of("e"), List.of())).isNotNull();
    }
}
