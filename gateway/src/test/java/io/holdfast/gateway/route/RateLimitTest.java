package io.holdfast.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private final RateLimit limit = new RateLimit(10, 3, 4);

    @Test
    void asManyAtOnceAsTheBurstThenOneForEachTokenThatComesBack() {
        assertThat(limit.waitNanos("a", 0)).isZero();
        assertThat(limit.waitNanos("a", 0)).isZero();
        assertThat(limit.waitNanos("a", 0)).isZero();
        assertThat(limit.waitNanos("a", 0)).isEqualTo(SECOND / 10);
        assertThat(limit.waitNanos("a", SECOND / 10 - 1)).isEqualTo(1);
        assertThat(limit.waitNanos("a", SECOND / 10)).isZero();
        assertThat(limit.waitNanos("a", SECOND / 10)).isEqualTo(SECOND / 10);
    }

    @Test
    void whoIsRefusedLosesNothingByAskingAgain() {
        for (int i = 0; i < 100; i++) {
            limit.waitNanos("a", 0);
        }
        assertThat(limit.waitNanos("a", SECOND / 10)).isZero();
    }

    @Test
    void theRateHoldsInTheLongRun() {
        long admitted = 0;
        for (long now = 0; now < 100 * SECOND; now += SECOND / 100) {
            admitted += limit.waitNanos("a", now) == 0 ? 1 : 0;
        }
        assertThat(admitted).isBetween(1000L, 1003L);
    }

    @Test
    void quietTimeIsNotSavedBeyondTheBurst() {
        limit.waitNanos("a", 0);
        for (int i = 0; i < 3; i++) {
            assertThat(limit.waitNanos("a", 1000 * SECOND)).isZero();
        }
        assertThat(limit.waitNanos("a", 1000 * SECOND)).isPositive();
    }

    @Test
    void eachClientHasABucketOfItsOwn() {
        for (int i = 0; i < 4; i++) {
            limit.waitNanos("a", 0);
        }
        assertThat(limit.waitNanos("b", 0)).isZero();
    }

    @Test
    void aClockThatIsNegativeOrWrapsIsAClockToo() {
        long start = Long.MAX_VALUE - SECOND / 20;
        for (int i = 0; i < 3; i++) {
            assertThat(limit.waitNanos("a", start)).isZero();
        }
        assertThat(limit.waitNanos("a", start)).isEqualTo(SECOND / 10);
        assertThat(limit.waitNanos("a", start + SECOND / 10)).isZero();
    }

    @Test
    void whoHasNoRoomIsNotCountedUntilBucketsAreFullAgain() {
        for (String client : new String[] {"a", "b", "c", "d"}) {
            for (int i = 0; i < 3; i++) {
                limit.waitNanos(client, 0);
            }
        }
        for (int i = 0; i < 10; i++) {
            assertThat(limit.waitNanos("e", 0)).isZero();
        }
        assertThat(limit.size()).isEqualTo(4);
        assertThat(limit.waitNanos("a", 0)).as("still counted").isPositive();
        assertThat(limit.waitNanos("e", 2 * SECOND)).isZero();
        assertThat(limit.size()).isEqualTo(1);
    }
}
