package io.holdfast.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ComeBackRuleTest {
    @Test
    void aReplicaThatServedComesBackAfterTwoSeconds() {
        assertThat(ComeBackRule.after(0)).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void eachStartThatFailedDoublesTheTimeUpToAMinute() {
        assertThat(ComeBackRule.after(1)).isEqualTo(Duration.ofSeconds(4));
        assertThat(ComeBackRule.after(2)).isEqualTo(Duration.ofSeconds(8));
        assertThat(ComeBackRule.after(4)).isEqualTo(Duration.ofSeconds(32));
        assertThat(ComeBackRule.after(5)).isEqualTo(Duration.ofSeconds(60));
        assertThat(ComeBackRule.after(Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(60));
    }
}
