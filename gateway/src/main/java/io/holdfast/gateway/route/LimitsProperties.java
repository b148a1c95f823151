package io.holdfast.gateway.route;

import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.config.Problems;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code holdfast.limits}: what one client may cost, on every lane.
 *
 * @param header from the first byte of a request to the end of its header
 * @param bodyPause longest time in which nothing of a request's body comes though it is asked for
 * @param answerPause longest time in which a client takes nothing of an answer that is ready for it
 * @param connections of clients open at once; 0: any number
 * @param bodySize of one request; none: any size
 * @param rate requests a second of one client address; 0: any number
 * @param burst requests that such a client may make at once; 0: as many as in a second
 */
public record LimitsProperties(
        @DefaultValue("10s") OrOff header,
        @DefaultValue("1m") OrOff bodyPause,
        @DefaultValue("1m") OrOff answerPause,
        @DefaultValue("50000") int connections,
        @DefaultValue("0B") DataSize bodySize,
        @DefaultValue("0") int rate,
        @DefaultValue("0") int burst) {

    private static final int MOST = 1_000_000;

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.positive("header", header);
        problems.positive("body-pause", bodyPause);
        problems.positive("answer-pause", answerPause);
        problems.between("connections", connections, 0, Integer.MAX_VALUE);
        problems.expect(!bodySize.isNegative(), "body-size", bodySize, "0B or more");
        problems.between("rate", rate, 0, MOST);
        problems.between("burst", burst, 0, MOST);
    }

    int burstOrRate() {
        return burst > 0 ? burst : rate;
    }
}
