package io.holdfast.gateway.upstream;

import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.timeouts}.
 *
 * @param connect until a connection to a replica stands, TLS included
 * @param firstByte from the end of the request to the head of the answer, of each attempt
 * @param idle longest silence inside a body
 * @param total over all attempts and waits, or off
 */
public record TimeoutsProperties(
        @DefaultValue("500ms") Duration connect,
        @DefaultValue("120s") Duration firstByte,
        @DefaultValue("5m") Duration idle,
        @DefaultValue("off") OrOff total) {

    /** Connecting counts in milliseconds of an int. */
    private static final Duration LONGEST_CONNECT = Duration.ofHours(1);

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.expect(
                connect.toMillis() > 0 && connect.compareTo(LONGEST_CONNECT) <= 0, "connect", connect, "1ms to 1h");
        problems.positive("first-byte", firstByte);
        problems.positive("idle", idle);
        problems.positive("total", total);
    }
}
