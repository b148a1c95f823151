package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import java.util.Locale;

/**
 * One line of the event log.
 *
 * @param time milliseconds since the epoch
 * @param container the instance's name; empty when the line is about the watch itself
 * @param status whether it runs; empty: not known
 * @param health what its health check says; empty: not known
 * @param event what happened; {@code status} for what a look saw
 * @param message in words; empty with {@code status}
 */
record LogEntry(
        long time,
        Level level,
        String container,
        String service,
        String status,
        String health,
        String event,
        String message) {

    enum Level {
        INFO,
        WARNING,
        ERROR
    }

    static LogEntry of(Instance instance, Level level, String event, String message, long time) {
        return new LogEntry(
                time,
                level,
                instance.name(),
                instance.service(),
                instance.state().name().toLowerCase(Locale.ROOT),
                instance.health().name().toLowerCase(Locale.ROOT),
                event,
                message);
    }

    static LogEntry of(Watched known, Level level, String event, String message, long time) {
        return new LogEntry(time, level, known.name, known.service, "", "", event, message);
    }

    static LogEntry of(Level level, String event, String message, long time) {
        return new LogEntry(time, level, "", "", "", "", event, message);
    }
}
