package io.holdfast.stub;

import java.time.Duration;

/** Durations as Spring writes them: {@code 500ms}, {@code 5s}, {@code 2m}; a bare number is milliseconds. */
final class Durations {
    private Durations() {}

    static Duration parse(String text, String shown) {
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        if (digits > 0 && digits < 10) {
            long number = Long.parseLong(text.substring(0, digits));
            switch (text.substring(digits)) {
                case "", "ms":
                    return Duration.ofMillis(number);
                case "s":
                    return Duration.ofSeconds(number);
                case "m":
                    return Duration.ofMinutes(number);
                default:
                    break;
            }
        }
        throw new IllegalArgumentException(shown + ": " + text + " (expected: a duration such as 500ms, 5s or 2m)");
    }
}
