package io.holdfast.gateway.balance;

import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.balance}.
 *
 * @param policy which replica takes the next attempt
 * @param slowStart for how long a replica that came up gets less than its share; 0: not at all
 * @param sticky what the sticky policy goes by
 */
public record BalanceProperties(
        @DefaultValue("least-loaded") Policy policy,
        @DefaultValue("10s") Duration slowStart,
        @DefaultValue Sticky sticky) {

    /** Which replica takes the next attempt. */
    public enum Policy {
        /** The less loaded of two chosen by chance. */
        LEAST_LOADED,
        /** One after the other. */
        ROUND_ROBIN,
        /** The same client to the same replica, as long as it is usable. */
        STICKY
    }

    /**
     * What tells one client from another: the cookie if one is named, else the header if one is named, else the source
     * address. Requests without that cookie or header go to the least loaded replica.
     *
     * @param cookie name of a cookie, or null
     * @param header name of a header, or null
     */
    public record Sticky(@Nullable String cookie, @Nullable String header) {}

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.notNegative("slow-start", slowStart);
        problems.at("sticky").token("cookie", sticky.cookie());
        problems.at("sticky").token("header", sticky.header());
    }
}
