package io.holdfast.gateway.exchange;

import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.config.Problems;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.hedge}.
 *
 * @param after a second attempt elsewhere for GET and HEAD after so long, or {@code p95}: when it takes longer than 95 of
 *     100 did; off by default, since slow work would be done twice
 */
public record HedgeProperties(@DefaultValue("off") String after) {

    private static final String PERCENTILE = "p95";

    /** {@link #nanos()} when the percentile is asked for. */
    public static final long BY_PERCENTILE = -1;

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.expect(isSound(), "after", after, "off, p95, or a duration > 0s such as 200ms");
    }

    private boolean isSound() {
        try {
            return OrOff.isOff(after) || nanos() != 0 && nanos() >= BY_PERCENTILE;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    /** 0 is off, negative the percentile. */
    public long nanos() {
        return after.trim().equalsIgnoreCase(PERCENTILE)
                ? BY_PERCENTILE
                : OrOff.of(after).nanos();
    }
}
