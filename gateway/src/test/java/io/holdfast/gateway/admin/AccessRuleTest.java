package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.admin.AccessRule.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRuleTest {

    private static final String TOKEN = "0123456789abcdef";
    private static final String PATH = "/actuator/replicas";

    private final AccessRule withToken = new AccessRule(TOKEN, "/actuator");
    private final AccessRule onLoopback = new AccessRule(null, "/actuator");

    private Verdict token(String authorization) {
        return withToken.judge("GET", PATH, "gateway:8081", null, authorization);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN, "BEARER   " + TOKEN + " "})
    void theTokenOpens(String authorization) {
        assertThat(token(authorization)).isEqualTo(Verdict.ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer 0123456789abcdeF",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdef0",
                "Basic " + TOKEN,
                TOKEN
            })
    void nothingElseDoes(String authorization) {
        assertThat(token(authorization)).isEqualTo(Verdict.NO_TOKEN);
        assertThat(token(null)).isEqualTo(Verdict.NO_TOKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /actuator/health/liveness, ALLOWED",
        "HEAD, /actuator/health/readiness, ALLOWED",
        "POST, /actuator/health/readiness, NO_TOKEN",
        "GET,  /actuator/health, NO_TOKEN",
        "GET,  /actuator/health/readiness/x, NO_TOKEN",
        "GET,  /actuator/health/services, NO_TOKEN",
        "GET,  //actuator/health/readiness, NO_TOKEN",
        "GET,  /actuator/health/../replicas, NO_TOKEN",
        "GET,  /, NO_TOKEN",
    })
    void onlyLivenessAndReadinessAreForEverybody(String method, String path, Verdict verdict) {
        assertThat(withToken.judge(method, path, "gateway:8081", null, null)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8081,        ALLOWED",
        "LOCALHOST,             ALLOWED",
        "holdfast.localhost:80, ALLOWED",
        "127.0.0.1:8081,        ALLOWED",
        "'[::1]:8081',          ALLOWED",
        "'[::1]',               ALLOWED",
        "evil.example:8081,     FOREIGN",
        "localhost.evil.example, FOREIGN",
        "127.0.0.1.evil.example, FOREIGN",
        "notlocalhost,          FOREIGN",
        "'',                    FOREIGN",
    })
    void withoutATokenOnlyThisMachinesOwnNamesOpen(String host, Verdict verdict) {
        assertThat(onLoopback.judge("GET", PATH, host, null, null)).isEqualTo(verdict);
        assertThat(onLoopback.judge("GET", PATH, null, null, null)).isEqualTo(Verdict.FOREIGN);
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8081,  ALLOWED",
        "http://LocalHost:8081,  ALLOWED",
        "http://localhost:3000,  FOREIGN",
        "http://localhost,       FOREIGN",
        "https://evil.example,   FOREIGN",
        "null,                   FOREIGN",
        "'not a uri',            FOREIGN",
    })
    void withoutATokenAPageOfAnotherOriginMayNotAsk(String origin, Verdict verdict) {
        assertThat(onLoopback.judge("POST", PATH, "localhost:8081", origin, null))
                .isEqualTo(verdict);
    }

    @Test
    void withATokenNeitherNameNorOriginMatter() {
        assertThat(withToken.judge("POST", PATH, "any", "https://other.example", "Bearer " + TOKEN))
                .isEqualTo(Verdict.ALLOWED);
    }
}
