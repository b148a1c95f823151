package io.holdfast.gateway.exchange;

import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.config.Problems;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.suspect}.
 *
 * @param after so long a silence of a replica on which requests wait is looked into by a probe at once; or off
 */
public record SuspectProperties(@DefaultValue("300ms") OrOff after) {

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.positive("after", after);
    }
}
