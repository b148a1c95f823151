package io.holdfast.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiscoveryRuleTest {

    @Test
    void oneHttpsReplicaMakesAServiceSecure() {
        assertThat(DiscoveryRule.secure(List.of("http://a:1", "HTTPS://b:2"), null))
                .isTrue();
        assertThat(DiscoveryRule.secure(List.of(), "https://api")).isTrue();
        assertThat(DiscoveryRule.secure(List.of("http://https:1"), null)).isFalse();
        assertThat(DiscoveryRule.secure(List.of(), "http://api:8000")).isFalse();
    }
}
