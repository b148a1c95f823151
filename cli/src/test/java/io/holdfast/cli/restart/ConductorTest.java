package io.holdfast.cli.restart;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.config.RestartPolicy.Order;
import io.holdfast.cli.config.RestartPolicy.WhenBusy;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayException.Kind;
import io.holdfast.cli.time.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is drained at the end of a round is undrained, also at a gateway that is away for a while. */
@Timeout(60)
class ConductorTest {

    private static final String REPLICA = "10.0.0.1:80";
    private static final RestartPolicy POLICY = new RestartPolicy(
            Order.LISTED,
            1,
            Duration.ofSeconds(10),
            WhenBusy.RESTART,
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofSeconds(5));

    private final SleptTime time = new SleptTime();
    private final AwayFleet fleet = new AwayFleet();
    private final List<String> told = new ArrayList<>();

    @Test
    void aGatewayThatIsBackWithinHalfAMinuteIsToldThen() throws Exception {
        fleet.backAt = Duration.ofSeconds(30).toNanos();

        assertThat(end()).isEmpty();

        assertThat(time.nanos()).isBetween(fleet.backAt, Duration.ofSeconds(36).toNanos());
        assertThat(told).containsExactly("still drained [" + REPLICA + "]", "drained []");
        assertThat(fleet.tries).isLessThan(15);
    }

    @Test
    void afterAMinuteItEndsAndSaysWhatIsLeft() throws Exception {
        fleet.backAt = Long.MAX_VALUE;

        assertThat(end()).containsExactly(REPLICA);

        assertThat(Duration.ofNanos(time.nanos())).isEqualTo(Conductor.UNDRAIN_LONGEST);
    }

    @Test
    void whatIsUndrainedAtOnceIsNotTalkedAbout() throws Exception {
        assertThat(end()).isEmpty();

        assertThat(time.nanos()).isZero();
        assertThat(told).containsExactly("drained []");
    }

    /** A round that is left at once; one replica is drained. */
    private Set<String> end() throws InterruptedException {
        Conductor conductor =
                new Conductor(fleet, new Round(List.of(), Set.of(), POLICY), Set.of(REPLICA), time, new Telling());
        conductor.leave();
        return conductor.run();
    }

    private final class Telling implements Conductor.Listener {
        @Override
        public void told(String replica, Progress what, String words) {
            told.add(replica + " " + what);
        }

        @Override
        public void drained(Set<String> replicas) {
            told.add("drained " + replicas);
        }

        @Override
        public void stillDrained(Set<String> replicas) {
            told.add("still drained " + replicas);
        }

        @Override
        public void restarted(String replica, List<String> names) {
            told.add("restarted " + replica);
        }
    }

    private final class AwayFleet implements Fleet {
        private long backAt;
        private int tries;

        @Override
        public List<Seen> look() {
            return List.of();
        }

        @Override
        public void drain(String replica) {
            throw new AssertionError("nothing is drained at the end");
        }

        @Override
        public void undrain(String replica) throws GatewayException {
            tries++;
            if (time.nanos() < backAt) {
                throw new GatewayException(Kind.AWAY, "the gateway cannot be reached", null);
            }
        }

        @Override
        public List<String> restart(String replica) {
            throw new AssertionError("nothing is restarted at the end");
        }

        @Override
        public List<String> lastLines(String replica) {
            return List.of();
        }
    }

    /** Time that only sleeping moves. */
    private static final class SleptTime implements Ticker {
        private long nanos;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public void sleepUntil(long until) {
            nanos = Math.max(nanos, until);
        }
    }
}
