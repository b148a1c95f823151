package io.holdfast.cli.notice;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something people are told, once.
 *
 * @param id unique; the same on every attempt to deliver it, so that a receiver can know a repeat
 * @param kind what kind of news
 * @param time when it happened
 * @param host the machine that says so
 * @param service the service, or empty when it is about the engine
 * @param instance the instance by name, or empty
 * @param incident the id that an incident and its recovery share, or empty
 * @param reason in one line, what is wrong or what is well again
 * @param details further lines: last health output, what is being done
 * @param lasted with a recovery: how long it lasted
 * @param restarts how many restarts were made during the incident
 */
public record Notice(
        String id,
        Kind kind,
        Instant time,
        String host,
        String service,
        String instance,
        String incident,
        String reason,
        List<String> details,
        Optional<Duration> lasted,
        int restarts) {

    /** What kind of news a notice is. */
    public enum Kind {
        /** Something broke. */
        INCIDENT(Severity.CRITICAL),
        /** It is well again. */
        RECOVERY(Severity.INFO),
        /** No more restarts are tried. */
        GAVE_UP(Severity.CRITICAL),
        /** Worth knowing, nothing is down. */
        WARNING(Severity.WARNING),
        /** It comes and goes; single incidents are no longer told. */
        FLAPPING(Severity.CRITICAL),
        /** It comes and goes still: a summary. */
        STILL_FLAPPING(Severity.CRITICAL),
        /** It stopped coming and going. */
        CALM(Severity.INFO),
        /** What runs the instances cannot be reached. */
        ENGINE_AWAY(Severity.CRITICAL),
        /** It is back. */
        ENGINE_BACK(Severity.INFO),
        /** Sent by {@code notify-test}. */
        TEST(Severity.INFO);

        private final Severity severity;

        Kind(Severity severity) {
            this.severity = severity;
        }

        public Severity severity() {
            return severity;
        }

        /** As in JSON and on the command line: {@code gave-up}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** How bad the news is. */
    public enum Severity {
        INFO,
        WARNING,
        CRITICAL
    }

    public Notice {
        details = List.copyOf(details);
    }
}
