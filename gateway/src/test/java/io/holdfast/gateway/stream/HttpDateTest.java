package io.holdfast.gateway.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {

    private static final long EXAMPLE = 784111777L; // of RFC 9110 section 5.6.7

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Mon, 06 nov 1994 8:49:37 UTC",
                "06 November 1994 08:49:37 +0000",
                " Sun,06 Nov 1994 08:49:37 Z "
            })
    void reads_the_three_formats_and_their_neighbours(String date) {
        assertThat(HttpDate.parse(date)).hasValue(EXAMPLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "0",
                "-1",
                "Sun, 06 Nov 1994",
                "08:49:37",
                "Sun, 32 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:49:37 GMT",
                "Sun, 06 Nov 1994 08:49 GMT",
                "Sun, 06 Nov 1994 08:49:37 CET",
                "Sun, 06 Nov 1994 08:49:37 +0100",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:x:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 1 GMT",
                "06 Nov 99999999999999999999 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 08:49:37"
            })
    void refuses_what_is_no_date_of_http(String date) {
        assertThat(HttpDate.parse(date)).isEmpty();
    }

    @Test
    void an_absent_header_is_no_date() {
        assertThat(HttpDate.parse(null)).isEmpty();
    }

    @Test
    void two_digits_are_a_year_of_our_time() {
        assertThat(HttpDate.parse("Tuesday, 24-Nov-26 09:00:00 GMT"))
                .isEqualTo(HttpDate.parse("Tue, 24 Nov 2026 09:00:00 GMT"));
    }

    @Test
    void a_leap_second_is_the_last_one_of_its_minute() {
        assertThat(HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT"))
                .isEqualTo(HttpDate.parse("Sat, 31 Dec 2016 23:59:59 GMT"));
    }

    @Property
    void agrees_with_the_platform(@ForAll @LongRange(min = 0, max = 4_102_444_799L) long seconds) {
        DateTimeFormatter imf = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);
        String date = imf.format(Instant.ofEpochSecond(seconds).atOffset(ZoneOffset.UTC));
        assertThat(HttpDate.parse(date)).hasValue(seconds);
    }
}
