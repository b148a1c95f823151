package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.holdfast.gateway.balance.Balancer.Kind;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every attempt is picked for: what that costs is looked at here. */
class PickCostTest {

    private static final int PICKS = 20_000;
    private static final int ROUNDS = 10;

    private final ManualTime time = new ManualTime();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @CsvSource({
        "LEAST_LOADED, 3",
        "LEAST_LOADED, 300",
        "ROUND_ROBIN, 3",
        "ROUND_ROBIN, 300",
        "STICKY, 3",
        "STICKY, 300",
    })
    void aPickAllocatesNothing(BalanceProperties.Policy policy, int replicas) {
        Service service = Replicas.up(replicas, time);
        Balancer balancer = Balancers.of(
                new BalanceProperties(
                        policy, java.time.Duration.ofSeconds(10), new BalanceProperties.Sticky(null, null)),
                service,
                Randomness.system());
        service.replicas().forEach(r -> r.load().sample(time.nanos(), 1_000_000 + r.port()));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            least = Math.min(least, allocated(balancer, service));
        }
        // What the compiler itself allocates meanwhile is not ours; one byte for each pick would be.
        assertThat(least).isLessThan(PICKS);
    }

    private long allocated(Balancer balancer, Service service) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < PICKS; i++) {
            Replica picked = balancer.pick(service, Tried.NONE, Kind.REQUEST, "client", time.nanos());
            if (picked == null) {
                throw new AssertionError("nobody was picked");
            }
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
