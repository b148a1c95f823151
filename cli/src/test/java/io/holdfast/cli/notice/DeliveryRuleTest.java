package io.holdfast.cli.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryRuleTest {

    private final DeliveryRule rule = DeliveryRule.STANDARD;

    @Test
    void pausesDoubleUpToTenMinutes() {
        assertThat(pause(1)).contains(Duration.ofSeconds(5));
        assertThat(pause(2)).contains(Duration.ofSeconds(10));
        assertThat(pause(50)).contains(Duration.ofMinutes(10));
    }

    @Test
    void theReceiversLongerWishIsObeyedAndItsShorterOneIsNot() {
        assertThat(rule.pause(1, Optional.of(Duration.ofSeconds(90)), Duration.ZERO, 0.5))
                .contains(Duration.ofSeconds(90));
        assertThat(rule.pause(1, Optional.of(Duration.ofSeconds(1)), Duration.ZERO, 0.5))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void anAbsurdWishIsNotObeyed() {
        assertThat(rule.pause(1, Optional.of(Duration.ofDays(400)), Duration.ZERO, 0.5))
                .contains(Duration.ofSeconds(5));
    }

    @Test
    void whatWouldComeADayLateIsDropped() {
        assertThat(rule.pause(9, Optional.empty(), Duration.ofHours(24), 0.5)).isEmpty();
    }

    private Optional<Duration> pause(int failures) {
        return rule.pause(failures, Optional.empty(), Duration.ZERO, 0.5);
    }
}
