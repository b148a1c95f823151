package io.holdfast.stub.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventSourcesTest {
    private static final long MILLI = 1_000_000;
    private final AtomicLong clock = new AtomicLong(5 * MILLI);

    private Pace pace(long first, long interval) {
        return new Pace(clock::get, first, interval);
    }

    @Test
    void eventsComeAtTheirIntervalWithoutDrifting() {
        Pace pace = pace(50, 100);
        assertThat(pace.waitMillis()).isEqualTo(50);
        clock.addAndGet(57 * MILLI);
        assertThat(pace.waitMillis()).isLessThanOrEqualTo(0);
        pace.done();
        assertThat(pace.waitMillis()).isEqualTo(93);
    }

    @Test
    void aWaitIsRoundedUpSoThatNothingComesEarly() {
        Pace pace = pace(1, 100);
        clock.addAndGet(MILLI - 1);
        assertThat(pace.waitMillis()).isEqualTo(1);
    }

    @Test
    void aLongPauseIsNotMadeUpForByABurst() {
        Pace pace = pace(0, 100);
        clock.addAndGet(10_000 * MILLI);
        pace.done();
        pace.done();
        assertThat(pace.waitMillis()).isLessThanOrEqualTo(0);
        pace.done();
        assertThat(pace.waitMillis()).isEqualTo(100);
    }

    @Test
    void numbersGoOnAfterTheLastThatTheClientHas() {
        StatusEvents events = new StatusEvents(pace(0, 0), "a", 41, 0, true, false);
        assertThat(events.next()).isEqualTo("id: 42\nevent: status\ndata: {\"sequence\":42,\"replica\":\"a\"}\n\n");
        assertThat(events.next()).startsWith("id: 43\n");
    }

    @Test
    void aCountedStreamEndsWithItsFinalEventAtOnce() {
        StatusEvents events = new StatusEvents(pace(0, 100), "a", 0, 1, true, true);
        events.next();
        assertThat(events.waitMillis()).isZero();
        assertThat(events.next()).isEqualTo("event: complete\ndata: {\"sequence\":1}\n\n");
        assertThat(events.next()).isNull();
    }

    @Test
    void whoHasAllOfACountedStreamGetsOnlyItsEnd() {
        assertThat(new StatusEvents(pace(0, 100), "a", 3, 3, true, false).next())
                .isNull();
    }

    @Test
    void withoutIdsEveryReplicaSendsTheSame() {
        String one = new StatusEvents(pace(0, 0), "a", 0, 0, false, false).next();
        assertThat(one).isEqualTo("event: status\ndata: {\"sequence\":1}\n\n");
        assertThat(new StatusEvents(pace(0, 0), "b", 0, 0, false, false).next()).isEqualTo(one);
    }

    @Test
    void aLogGivesAtOnceWhatWasWrittenAndTheRestInItsTime() {
        AtomicLong wall = new AtomicLong(10_250);
        LogEvents log = new LogEvents(wall::get, 10_000, 100, 4);
        for (int line = 1; line <= 3; line++) {
            assertThat(log.waitMillis()).isLessThanOrEqualTo(0);
            assertThat(log.next()).isEqualTo("data: log line " + line + "\n\n");
        }
        assertThat(log.waitMillis()).isEqualTo(50);
        wall.set(10_400);
        assertThat(log.next()).isEqualTo("data: log line 4\n\n");
        assertThat(log.waitMillis()).isZero();
        assertThat(log.next()).isEqualTo("event: complete\ndata: 4 lines\n\n");
        assertThat(log.next()).isNull();
    }

    @Test
    void heartbeatsFollowAConnected() {
        HeartbeatEvents events = new HeartbeatEvents(pace(30_000, 30_000), "a");
        assertThat(events.waitMillis()).isZero();
        assertThat(events.next()).startsWith("event: connected\n");
        assertThat(events.waitMillis()).isEqualTo(30_000);
        assertThat(events.next()).startsWith("event: heartbeat\n");
    }
}
