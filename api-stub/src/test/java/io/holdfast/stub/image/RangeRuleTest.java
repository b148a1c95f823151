package io.holdfast.stub.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.stub.image.RangeRule.Part;
import io.holdfast.stub.image.RangeRule.Slice;
import io.holdfast.stub.image.RangeRule.Unsatisfiable;
import io.holdfast.stub.image.RangeRule.Whole;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeRuleTest {
    private static final String DATE = "Mon, 17 Nov 2025 15:35:36 GMT";

    private static Part of(String range) {
        return RangeRule.decide(range, null, "\"a\"", DATE, true, 1000);
    }

    private static Part ifRange(String ifRange, String etag, boolean dateStrong) {
        return RangeRule.decide("bytes=10-19", ifRange, etag, DATE, dateStrong, 1000);
    }

    @Test
    void withoutARangeItIsTheWhole() {
        assertThat(of(null)).isEqualTo(new Whole());
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0,         0,   0",
        "bytes=0-,          0,   999",
        "bytes=10-19,       10,  19",
        "bytes=990-5000,    990, 999",
        "bytes=999-,        999, 999",
        "bytes=-1,          999, 999",
        "bytes=-5000,       0,   999",
        "BYTES=1-2,         1,   2",
        "bytes=5-99999999999999999999, 5, 999",
    })
    void oneRangeIsASlice(String range, long from, long to) {
        assertThat(of(range)).isEqualTo(new Slice(from, to));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-1001", "bytes=-0", "bytes=99999999999999999999-"})
    void aRangePastTheEndCannotBeSatisfied(String range) {
        assertThat(of(range)).isEqualTo(new Unsatisfiable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5",
                "bytes=9-5",
                "bytes=0-1,5-6",
                "items=0-1",
                "bytes=+1-2"
            })
    void whatIsNotUnderstoodIsIgnored(String range) {
        assertThat(of(range)).isEqualTo(new Whole());
    }

    @Test
    void nothingOfAnEmptyResourceCanBeHad() {
        assertThat(RangeRule.decide("bytes=0-", null, null, null, false, 0)).isEqualTo(new Unsatisfiable());
        assertThat(RangeRule.decide("bytes=-1", null, null, null, false, 0)).isEqualTo(new Unsatisfiable());
    }

    @Test
    void ifRangeTakesTheSameStrongTagOnly() {
        assertThat(ifRange("\"a\"", "\"a\"", true)).isEqualTo(new Slice(10, 19));
        assertThat(ifRange("\"b\"", "\"a\"", true)).isEqualTo(new Whole());
        assertThat(ifRange("W/\"a\"", "W/\"a\"", true)).isEqualTo(new Whole());
        assertThat(ifRange("\"a\"", null, true)).isEqualTo(new Whole());
    }

    @Test
    void ifRangeTakesTheSameDateOnlyWhenItIsStrong() {
        assertThat(ifRange(DATE, null, true)).isEqualTo(new Slice(10, 19));
        assertThat(ifRange(DATE, null, false)).isEqualTo(new Whole());
        assertThat(ifRange("Mon, 17 Nov 2025 15:35:37 GMT", null, true)).isEqualTo(new Whole());
    }
}
