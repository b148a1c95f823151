package io.holdfast.cli.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code watch}: how often instances are looked at, when they are restarted, where the event log is.
 *
 * @param interval between two looks; events are acted on at once
 * @param autoRestart whether broken instances are restarted
 * @param startPeriod how long after a start an instance may be unhealthy
 * @param firstDelay pause before the second restart of an instance, doubled for each further one
 * @param maxDelay the longest such pause
 * @param maxRestarts of one instance within an hour
 * @param minUsable replicas of a service that stay usable when another is restarted
 * @param settle how long an instance must be well before its incident is over
 * @param loopEnds ends within {@code loopWithin} that make a restart loop
 * @param flapIncidents incidents within {@code flapWithin} after which single ones are no longer told
 * @param log the event log
 */
public record WatchSettings(
        Duration interval,
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
        Duration flapWithin,
        Log log) {

    /** How a line of the event log is written. */
    public enum Format {
        /** As the original watch script wrote it. */
        TEXT,
        /** A JSON object. */
        JSON
    }

    /**
     * {@code watch.log}.
     *
     * @param file empty: none, lines go to standard output only
     * @param megabytes size at which a file is put aside
     * @param files how many are kept, the present one included
     */
    public record Log(Optional<Path> file, Format format, int megabytes, int files) {}

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static WatchSettings read(Section section) {
        Section loop = section.section("loop");
        Section flapping = section.section("flapping");
        Section log = section.section("log");
        return new WatchSettings(
                section.duration("interval", Duration.ofSeconds(60), SECOND, HOUR),
                section.flag("auto-restart", false),
                section.duration("start-period", Duration.ZERO, Duration.ZERO, HOUR),
                section.duration("first-delay", Duration.ofSeconds(10), SECOND, HOUR),
                section.duration("max-delay", Duration.ofMinutes(10), SECOND, HOUR),
                section.number("max-restarts", 5, 1, 60),
                section.number("min-usable", 1, 0, 1000),
                section.duration("settle", Duration.ofSeconds(30), Duration.ZERO, HOUR),
                loop.number("ends", 3, 2, 50),
                loop.duration("within", Duration.ofMinutes(5), SECOND, DAY),
                flapping.number("incidents", 4, 2, 50),
                flapping.duration("within", HOUR, SECOND, DAY),
                new Log(
                        log.paths("file").stream().findFirst(),
                        log.choice("format", Format.TEXT),
                        log.number("max-megabytes", 10, 1, 10_000),
                        log.number("files", 5, 1, 100)));
    }
}
