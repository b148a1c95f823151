package io.holdfast.gateway.hold;

import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code holdfast.services.<name>.hold}.
 *
 * @param maxWait how long a request waits, over all its waits
 * @param maxRequests how many may wait at once
 * @param maxBytes of bodies that are kept of those that wait
 */
public record HoldProperties(
        @DefaultValue("10s") Duration maxWait,
        @DefaultValue("10000") int maxRequests,
        @DefaultValue("64MB") DataSize maxBytes) {

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.positive("max-wait", maxWait);
        problems.atLeast("max-requests", maxRequests, 0);
        problems.expect(!maxBytes.isNegative(), "max-bytes", maxBytes, ">= 0B");
    }
}
