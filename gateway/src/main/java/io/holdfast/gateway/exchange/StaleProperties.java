package io.holdfast.gateway.exchange;

import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.stale-if-error}.
 *
 * @param maxAge how old an answer may be that is given when no replica can give a fresh one; 0: none
 */
public record StaleProperties(@DefaultValue("0s") Duration maxAge) {

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.notNegative("max-age", maxAge);
    }
}
