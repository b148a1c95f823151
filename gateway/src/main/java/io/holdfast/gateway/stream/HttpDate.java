package io.holdfast.gateway.stream;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Dates of HTTP (RFC 9110 section 5.6.7): IMF-fixdate, RFC 850 and asctime, read by their parts as RFC 6265 section
 * 5.1.1 reads those of cookies, so that a wrong day of the week or a missing zero does no harm. Any zone but UTC is
 * refused.
 */
final class HttpDate {

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> UTC = List.of("gmt", "utc", "ut", "z", "+0000", "-0000");
    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

    /** As RFC 6265 has it; and -1 is none. */
    private static final int FIRST_YEAR = 1601;

    private int year = -1;
    private int month = -1;
    private int day = -1;
    private int @Nullable [] time;

    private HttpDate() {}

    /** Seconds since 1970, or empty when it is no date. */
    static OptionalLong parse(@Nullable String header) {
        if (header == null || header.length() > 64) {
            return OptionalLong.empty();
        }
        HttpDate date = new HttpDate();
        for (String token : header.trim().toLowerCase(Locale.ROOT).split("[\\s,]+|(?<=[0-9a-z])-(?=[0-9a-z])")) {
            if (!token.isEmpty() && !date.take(token)) {
                return OptionalLong.empty();
            }
        }
        return date.seconds();
    }

    private boolean take(String token) {
        if (token.indexOf(':') > 0) {
            return time == null && takeTime(token);
        }
        if (Character.isDigit(token.charAt(0))) {
            return takeNumber(token);
        }
        if (UTC.contains(token)) {
            return true;
        }
        if (token.length() < 3) {
            return false;
        }
        int named = MONTHS.indexOf(token.substring(0, 3));
        if (named >= 0 && month < 0) {
            month = named + 1;
            return true;
        }
        return DAYS.contains(token.substring(0, 3));
    }

    private boolean takeTime(String token) {
        String[] parts = token.split(":");
        if (parts.length != 3) {
            return false;
        }
        int[] parsed = new int[3];
        for (int i = 0; i < 3; i++) {
            parsed[i] = (int) Math.max(-1, Math.min(Digits.parse(parts[i]), 99));
        }
        time = parsed;
        return true;
    }

    private boolean takeNumber(String token) {
        int number = (int) Math.min(Digits.parse(token), 10_000);
        if (day < 0) {
            day = number;
        } else if (year < 0) {
            // Two digits: of RFC 850, obsolete since 1994.
            year = token.length() > 2 ? number : number < 70 ? 2000 + number : 1900 + number;
        } else {
            return false;
        }
        return true;
    }

    private OptionalLong seconds() {
        if (time == null || year < FIRST_YEAR) {
            return OptionalLong.empty();
        }
        try {
            int second = Math.min(time[2], 59); // a leap second
            return OptionalLong.of(
                    LocalDateTime.of(year, month, day, time[0], time[1], second).toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }
}
