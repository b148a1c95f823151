package io.holdfast.cli.watch;

import io.holdfast.cli.config.WatchSettings;
import java.time.Duration;

/**
 * How the watch judges and acts.
 *
 * @param autoRestart whether it restarts; else it only tells
 * @param startPeriod how long after a start an instance may be unhealthy; what its own health check allows comes on top
 * @param firstDelay pause before the second restart of an instance; doubled for each further one
 * @param maxDelay the longest such pause
 * @param maxRestarts of one instance within an hour; one more is given up
 * @param minUsable replicas of a service that must stay usable when another is restarted
 * @param settle how long an instance must be well before its incident is over
 * @param loopEnds ends within {@code loopWithin} that make a restart loop
 * @param flapIncidents incidents within {@code flapWithin} that make it flapping
 */
record WatchPolicy(
        boolean autoRestart,
        Duration startPeriod,
        Duration firstDelay,
        Duration maxDelay,
        int maxRestarts,
        int minUsable,
        Duration settle,
        int loopEnds,
        Duration loopWithin,
        int flapIncidents,
        Duration flapWithin) {

    static final WatchPolicy DEFAULT = new WatchPolicy(
            false,
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            5,
            1,
            Duration.ofSeconds(30),
            3,
            Duration.ofMinutes(5),
            4,
            Duration.ofHours(1));

    static WatchPolicy of(WatchSettings settings) {
        return new WatchPolicy(
                settings.autoRestart(),
                settings.startPeriod(),
                settings.firstDelay(),
                settings.maxDelay(),
                settings.maxRestarts(),
                settings.minUsable(),
                settings.settle(),
                settings.loopEnds(),
                settings.loopWithin(),
                settings.flapIncidents(),
                settings.flapWithin());
    }

    WatchPolicy withAutoRestart(boolean on) {
        return new WatchPolicy(
                on,
                startPeriod,
                firstDelay,
                maxDelay,
                maxRestarts,
                minUsable,
                settle,
                loopEnds,
                loopWithin,
                flapIncidents,
                flapWithin);
    }
}
