package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StallTest {

    private final Stall stall = new Stall(30);

    @Test
    void whatStandsStillForTheWholeTimeIsTold() {
        assertThat(stall.lasts(true, 7, 10)).isFalse();
        assertThat(stall.lasts(true, 7, 10)).isFalse();
        assertThat(stall.lasts(true, 7, 19)).isFalse();
        assertThat(stall.lasts(true, 7, 1)).isTrue();
    }

    @Test
    void theTimeBeforeTheFirstLookDoesNotCount() {
        assertThat(stall.lasts(true, 7, 1000)).isFalse();
    }

    @Test
    void whatGoesOnBeginsAnew() {
        stall.lasts(true, 7, 10);
        stall.lasts(true, 7, 29);
        assertThat(stall.lasts(true, 8, 29)).isFalse();
        assertThat(stall.lasts(true, 8, 29)).isFalse();
        assertThat(stall.lasts(true, 8, 1)).isTrue();
    }

    @Test
    void whatWaitsForNothingIsNeverTold() {
        stall.lasts(true, 7, 10);
        assertThat(stall.lasts(false, 7, 1000)).isFalse();
        assertThat(stall.lasts(false, 7, 1000)).isFalse();
        assertThat(stall.lasts(true, 7, 1000)).as("waits again from here on").isFalse();
    }

    @Test
    void withoutALimitNothingIsTold() {
        Stall off = new Stall(0);
        off.lasts(true, 7, 10);
        assertThat(off.lasts(true, 7, Long.MAX_VALUE / 2)).isFalse();
    }
}
