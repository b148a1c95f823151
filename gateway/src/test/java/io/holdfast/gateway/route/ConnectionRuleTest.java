package io.holdfast.gateway.route;

import static io.holdfast.gateway.route.ConnectionRule.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.route.ConnectionRule.Verdict;
import org.junit.jupiter.api.Test;

class ConnectionRuleTest {

    @Test
    void asManyAsAllowedAreServed() {
        assertThat(verdict(1, 1)).isEqualTo(Verdict.SERVE);
        assertThat(verdict(1000, 1000)).isEqualTo(Verdict.SERVE);
    }

    @Test
    void aFewMoreAreTold() {
        assertThat(verdict(2, 1)).isEqualTo(Verdict.TELL);
        assertThat(verdict(17, 1)).isEqualTo(Verdict.TELL);
        assertThat(verdict(1001, 1000)).isEqualTo(Verdict.TELL);
        assertThat(verdict(1100, 1000)).isEqualTo(Verdict.TELL);
    }

    @Test
    void manyMoreAreClosed() {
        assertThat(verdict(18, 1)).isEqualTo(Verdict.CLOSE);
        assertThat(verdict(1101, 1000)).isEqualTo(Verdict.CLOSE);
    }

    @Test
    void withoutABoundAllAreServed() {
        assertThat(verdict(Integer.MAX_VALUE, 0)).isEqualTo(Verdict.SERVE);
    }
}
