package io.holdfast.gateway.config;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * A duration, or {@code off}.
 *
 * @param duration or null: off
 */
public record OrOff(@Nullable Duration duration) {

    public static final OrOff OFF = new OrOff(null);

    /**
     * From its text; {@code false} is what YAML 1.1 makes of an unquoted {@code off}. Spring's conversion finds this
     * method by its name.
     *
     * @throws IllegalArgumentException when it is neither
     */
    public static OrOff of(String text) {
        String value = text.trim().toLowerCase(Locale.ROOT);
        return isOff(value) ? OFF : new OrOff(DurationStyle.detectAndParse(value));
    }

    /** From what YAML reads as a boolean: an unquoted {@code off}. */
    public static OrOff of(Boolean value) {
        return of(value.toString());
    }

    /** From a number without a unit: milliseconds. */
    public static OrOff of(Integer millis) {
        return of(millis.toString());
    }

    /** Whether a text says off. */
    public static boolean isOff(String text) {
        String value = text.trim();
        return value.equalsIgnoreCase("off") || value.equalsIgnoreCase("false");
    }

    /** In nanoseconds; 0: off. */
    public long nanos() {
        return duration == null ? 0 : duration.toNanos();
    }

    @Override
    public String toString() {
        return duration == null ? "off" : DurationStyle.SIMPLE.print(duration);
    }
}
