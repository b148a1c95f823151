package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class StartLogTest {

    private final MockEnvironment environment = new MockEnvironment();

    private String entry() {
        return StartLog.where(environment, "server", 8080);
    }

    @Test
    void saysWhereTheEntryIs() {
        assertThat(entry()).isEqualTo("http://*:8080");
        environment.setProperty("server.address", "127.0.0.1");
        assertThat(entry()).isEqualTo("http://127.0.0.1:8080");
    }

    @Test
    void saysHttpsHoweverTlsIsConfiguredAndOnlyThen() {
        environment.setProperty("server.ssl.key-store", "file:keys.p12");
        assertThat(entry()).startsWith("https://");
        environment.setProperty("management.server.ssl.bundle", "own");
        environment.setProperty("management.server.ssl.enabled", "false");
        assertThat(StartLog.where(environment, "management.server", 8081)).startsWith("http://");
    }
}
