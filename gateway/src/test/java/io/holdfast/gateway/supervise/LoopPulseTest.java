package io.holdfast.gateway.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two event loops that turn when the test says so. */
class LoopPulseTest {

    private final EmbeddedChannel first = new EmbeddedChannel();
    private final EmbeddedChannel second = new EmbeddedChannel();
    private final AtomicInteger beats = new AtomicInteger();

    @BeforeEach
    void begin() {
        first.freezeTime();
        new LoopPulse(List.of(first.eventLoop(), second.eventLoop()), beats::incrementAndGet)
                .start(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void itBeatsAtOnceAndAtEachInterval() {
        turn(first, second);
        assertThat(beats).hasValue(1);

        for (int second = 2; second <= 5; second++) {
            first.advanceTimeBy(1, TimeUnit.SECONDS);
            turn(first, this.second);
            assertThat(beats).hasValue(second);
        }
    }

    @Test
    void itStopsWhileALoopHangsAndGoesOnWhenThatTurnsAgain() {
        turn(first, second);
        for (int i = 0; i < 10; i++) {
            first.advanceTimeBy(1, TimeUnit.SECONDS);
            turn(first);
        }
        assertThat(beats).hasValue(1);

        turn(second);
        assertThat(beats).hasValue(2);
        first.advanceTimeBy(1, TimeUnit.SECONDS);
        turn(first, second);
        assertThat(beats).hasValue(3);
    }

    @Test
    void itStopsWhileTheLoopHangsThatItIsTimedBy() {
        turn(first, second);
        first.advanceTimeBy(10, TimeUnit.SECONDS);
        turn(second);
        assertThat(beats).hasValue(1);
    }

    private static void turn(EmbeddedChannel... loops) {
        for (EmbeddedChannel loop : loops) {
            loop.runScheduledPendingTasks();
            loop.runPendingTasks();
        }
    }
}
