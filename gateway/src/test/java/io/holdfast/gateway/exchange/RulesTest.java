package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small rules of an exchange. */
class RulesTest {

    private static final long SECOND = 1_000_000_000L;

    @Nested
    class WhatMayBeRepeated {

        @ParameterizedTest
        @CsvSource({
            "GET, false, SAFE",
            "GET, true, SAFE",
            "HEAD, false, SAFE",
            "HEAD, true, SAFE",
            "OPTIONS, false, SAFE",
            "OPTIONS, true, SAFE",
            "PUT, false, IDEMPOTENT",
            "PUT, true, KEYED",
            "DELETE, false, IDEMPOTENT",
            "DELETE, true, KEYED",
            "POST, false, NO",
            "POST, true, KEYED",
            "PATCH, false, NO",
            "PATCH, true, KEYED",
            "PROPFIND, false, NO",
            "PROPFIND, true, KEYED",
            "get, false, NO", // methods are case-sensitive: this one is not GET
        })
        void isTheMethodsWordOrTheKeys(String method, boolean keyed, Repeatable expected) {
            assertThat(Repeatable.of(method, keyed)).isEqualTo(expected);
        }

        @Test
        void afterALossAllButThePlainOnesAfterSilenceOnlyWhatCannotHappenTwice() {
            assertThat(Repeatable.values())
                    .filteredOn(Repeatable::afterLoss)
                    .doesNotContain(Repeatable.NO)
                    .hasSize(3);
            assertThat(Repeatable.values())
                    .filteredOn(Repeatable::afterSilence)
                    .containsExactlyInAnyOrder(Repeatable.SAFE, Repeatable.KEYED);
        }
    }

    @Nested
    class LossesOfOneRequest {

        private final Losses losses = new Losses();

        @Test
        void countOneByOneWhenApart() {
            assertThat(losses.count()).isZero();
            assertThat(losses.add(-5 * SECOND)).isEqualTo(1);
            assertThat(losses.add(-3 * SECOND)).isEqualTo(2);
            assertThat(losses.add(0)).isEqualTo(3);
            assertThat(losses.count()).isEqualTo(3);
        }

        @Test
        void countOnceWhenReplicasFallTogether() {
            assertThat(losses.add(7)).isEqualTo(1);
            assertThat(losses.add(7 + 2 * SECOND - 1)).isEqualTo(1);
            assertThat(losses.add(7 + 4 * SECOND - 2)).isEqualTo(1);
            assertThat(losses.add(7 + 6 * SECOND - 2)).isEqualTo(2);
        }

        @Test
        void surviveTheClockPassingItsEnd() {
            losses.add(Long.MAX_VALUE - SECOND);
            assertThat(losses.add(Long.MIN_VALUE)).isEqualTo(1);
            assertThat(losses.add(Long.MIN_VALUE + 3 * SECOND)).isEqualTo(2);
        }
    }

    @Nested
    class TheBackoff {

        private final Backoff backoff = new Backoff(25_000_000, 2, SECOND);

        @ParameterizedTest
        @CsvSource({"0, 25", "1, 50", "2, 100", "5, 800", "6, 1000", "60, 1000", "100000, 1000"})
        void doublesUpToItsEndAndIsJitteredDownToHalf(int round, long millis) {
            assertThat(backoff.nanos(round, 0)).isEqualTo(millis * 500_000);
            assertThat(backoff.nanos(round, 0.5)).isEqualTo(millis * 750_000);
            assertThat(backoff.nanos(round, 0.999999)).isBetween(millis * 999_000, millis * 1_000_000);
        }

        @Test
        void staysEvenWithoutGrowth() {
            assertThat(new Backoff(10, 1, 10).nanos(7, 1)).isEqualTo(10);
        }
    }

    @Nested
    class RetryAfterSays {

        private final Instant now = Instant.parse("1994-11-06T08:49:30Z");

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "0 | 0",
                    "7 | 7",
                    " 120 | 120",
                    "86400 | 86400",
                    "86401 | 86400",
                    "9223372036854775807 | 86400",
                    "Sun, 06 Nov 1994 08:49:37 GMT | 7",
                    "Sun, 06 Nov 1994 08:49:30 GMT | 0",
                    "Sun, 06 Nov 1994 08:49:29 GMT | 0",
                    "Fri, 31 Dec 9999 23:59:59 GMT | 86400",
                })
        void secondsOrADate(String value, long seconds) {
            assertThat(RetryAfter.nanos(value, now)).isEqualTo(seconds * SECOND);
        }

        @ParameterizedTest
        @NullSource
        @ValueSource(strings = {"", " ", "soon", "-5", "1.5", "7s", "99999999999999999999999", "Sun, 99 Nov 1994"})
        void nothingThatMakesSense(String value) {
            assertThat(RetryAfter.nanos(value, now)).isZero();
        }
    }

    @Nested
    class TheBudget {

        private static final long T0 = -12_345_678_901L;
        private final RetryBudget budget = new RetryBudget(0.2, 20);

        private int takeAll(long now) {
            int taken = 0;
            while (budget.tryTake(now)) {
                taken++;
            }
            return taken;
        }

        @Test
        void isItsFloorWithoutRequests() {
            assertThat(takeAll(T0)).isEqualTo(20);
            assertThat(budget.tryTake(T0 + 8 * SECOND)).isFalse();
        }

        @Test
        void isAShareOfTheRequestsOfTheLastTenSeconds() {
            for (int i = 0; i < 1_000; i++) {
                budget.request(T0 + i * SECOND / 200);
            }
            assertThat(takeAll(T0 + 5 * SECOND)).isEqualTo(200);
        }

        @Test
        void comesBackWhenTheSpentOnesAreTenSecondsOld() {
            assertThat(takeAll(0)).isEqualTo(20);
            assertThat(budget.tryTake(9 * SECOND + 999_999_999)).isFalse();
            assertThat(takeAll(10 * SECOND)).isEqualTo(20);
        }

        @Test
        void forgetsOldRequestsAfterLongSilence() {
            for (int i = 0; i < 1_000; i++) {
                budget.request(0);
            }
            assertThat(takeAll(3_600 * SECOND)).isEqualTo(20);
        }

        @Test
        void isNothingWhenSetToNothing() {
            RetryBudget none = new RetryBudget(0, 0);
            none.request(T0);
            assertThat(none.tryTake(T0)).isFalse();
        }

        @Test
        void holdsOverAnyRunOfTenSeconds() {
            long[] takenIn = new long[100];
            for (int second = 0; second < 100; second++) {
                for (int i = 0; i < 500; i++) {
                    long now = T0 + second * SECOND + i * 2_000_000L;
                    budget.request(now);
                    if (budget.tryTake(now)) {
                        takenIn[second]++;
                    }
                }
            }
            for (int from = 10; from < 90; from++) {
                long sum = 0;
                for (int second = from; second < from + 10; second++) {
                    sum += takenIn[second];
                }
                assertThat(sum).as("retries in ten seconds with 5000 requests").isBetween(900L, 1_200L);
            }
        }
    }
}
