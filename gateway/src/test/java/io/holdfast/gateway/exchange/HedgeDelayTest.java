package io.holdfast.gateway.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HedgeDelayTest {

    private static final long MS = 1_000_000;

    @Test
    void aFixedTimeStaysWhatItIs() {
        HedgeDelay fixed = new HedgeDelay(200 * MS);
        fixed.answered(5000 * MS);
        assertThat(fixed.nanos()).isEqualTo(200 * MS);
        assertThat(new HedgeDelay(0).nanos()).isZero();
    }

    @Test
    void thePercentileComesNearAndFollows() {
        HedgeDelay delay = new HedgeDelay(HedgeProperties.BY_PERCENTILE);
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            delay.answered((long) (random.nextDouble() * 100 * MS));
        }
        assertThat(delay.nanos()).isBetween(85 * MS, 100 * MS);
        for (int i = 0; i < 20_000; i++) {
            delay.answered((long) (random.nextDouble() * 1000 * MS));
        }
        assertThat(delay.nanos()).isBetween(850 * MS, 1000 * MS);
    }

    @Test
    void untilEnoughWasSeenNothingIsHedged() {
        HedgeDelay delay = new HedgeDelay(HedgeProperties.BY_PERCENTILE);
        for (int i = 0; i < HedgeDelay.WARM - 1; i++) {
            delay.answered(10 * MS);
        }
        assertThat(delay.nanos()).isZero();
        delay.answered(10 * MS);
        assertThat(delay.nanos()).isPositive();
    }

    @Test
    void whatIsAtOnceIsNotDoubled() {
        HedgeDelay delay = new HedgeDelay(HedgeProperties.BY_PERCENTILE);
        for (int i = 0; i < 1000; i++) {
            delay.answered(1);
        }
        assertThat(delay.nanos()).isEqualTo(HedgeDelay.LEAST_NANOS);
    }
}
