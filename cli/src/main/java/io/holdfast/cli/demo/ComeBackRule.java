package io.holdfast.cli.demo;

import java.time.Duration;

/** How long a replica that ended stays away: two seconds, longer each time it ended before it served. */
final class ComeBackRule {

    static final Duration FIRST = Duration.ofSeconds(2);
    static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int DOUBLINGS = 5;

    private ComeBackRule() {}

    /**
     * The time until it is started again.
     *
     * @param failedStarts how often in a row it ended before it served; 0: it was serving
     */
    static Duration after(int failedStarts) {
        Duration doubled = FIRST.multipliedBy(1L << Math.min(failedStarts, DOUBLINGS));
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
