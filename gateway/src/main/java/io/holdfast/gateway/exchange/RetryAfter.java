package io.holdfast.gateway.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** {@code Retry-After} (RFC 9110 section 10.2.3): seconds or a date. */
final class RetryAfter {

    private static final long MOST_SECONDS = 86_400;

    private RetryAfter() {}

    /** Nanoseconds to wait; 0 without the header or when it makes no sense. */
    static long nanos(@Nullable String value, Instant now) {
        if (value == null || value.isBlank()) {
            return 0;
        }
        String text = value.trim();
        try {
            if (Character.isDigit(text.charAt(0))) {
                return Duration.ofSeconds(Math.min(MOST_SECONDS, Long.parseLong(text)))
                        .toNanos();
            }
            Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            long seconds = Math.min(MOST_SECONDS, Duration.between(now, then).toSeconds());
            return Duration.ofSeconds(Math.max(0, seconds)).toNanos();
        } catch (NumberFormatException | DateTimeParseException e) {
            return 0;
        }
    }
}
