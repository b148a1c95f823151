package io.holdfast.cli.config;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 250ms}, {@code 10s}, {@code 2m}, {@code 1h}, {@code 1d}; 0 needs no unit. */
public final class Durations {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");
    private static final long MILLIS_PER_SECOND = 1000;

    private Durations() {}

    /** @return empty when it is none */
    public static Optional<Duration> parse(String text) {
        if (text.strip().equals("0")) {
            return Optional.of(Duration.ZERO);
        }
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        long count = Long.parseLong(matcher.group(1));
        return Optional.of(
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(count);
                    case "s" -> Duration.ofSeconds(count);
                    case "m" -> Duration.ofMinutes(count);
                    case "h" -> Duration.ofHours(count);
                    default -> Duration.ofDays(count);
                });
    }

    /** The shortest way to write it that says it all. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % MILLIS_PER_SECOND != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds != 0 && seconds % Duration.ofDays(1).toSeconds() == 0) {
            return duration.toDays() + "d";
        }
        if (seconds != 0 && seconds % Duration.ofHours(1).toSeconds() == 0) {
            return duration.toHours() + "h";
        }
        return seconds != 0 && seconds % Duration.ofMinutes(1).toSeconds() == 0
                ? duration.toMinutes() + "m"
                : seconds + "s";
    }
}
