package io.holdfast.cli.notice;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before a notice is tried again: doubling pauses with jitter, the receiver's own wish where it names a
 * longer one, until the notice is too old to be news.
 *
 * @param first the pause after the first failure
 * @param most the longest pause
 * @param tooOld the age at which a notice is dropped
 */
record DeliveryRule(Duration first, Duration most, Duration tooOld) {

    private static final double JITTER = 0.2;

    static final DeliveryRule STANDARD =
            new DeliveryRule(Duration.ofSeconds(5), Duration.ofMinutes(10), Duration.ofHours(24));

    /**
     * @param failures how often it has failed, at least 1
     * @param wish what the receiver asked for
     * @param age of the notice
     * @param random in [0, 1)
     * @return the pause; empty: drop it
     */
    Optional<Duration> pause(int failures, Optional<Duration> wish, Duration age, double random) {
        double doubled = first.toMillis() * Math.pow(2, Math.min(failures - 1, 30));
        double jittered = Math.min(doubled, most.toMillis()) * (1 - JITTER + 2 * JITTER * random);
        Duration pause = Duration.ofMillis(Math.round(jittered));
        Duration wished = wish.filter(d -> d.compareTo(tooOld) < 0).orElse(Duration.ZERO);
        Duration longer = wished.compareTo(pause) > 0 ? wished : pause;
        return age.plus(longer).compareTo(tooOld) > 0 ? Optional.empty() : Optional.of(longer);
    }
}
