package io.holdfast.bench.jmh;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.holdfast.gateway.balance.BalanceProperties;
import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.balance.Balancers;
import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.breaker.BreakerProperties;
import io.holdfast.gateway.breaker.Breakers;
import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A replica for one attempt, its gate entered and passed, by the number of replicas. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
@State(Scope.Benchmark)
public class PickBenchmark {

    private static final long ANSWERED_IN = 1_000_000;

    @Param({"3", "300"})
    int replicas;

    private final Time time = Time.system();
    private Service service =
            new Service("none", new Breakers(CircuitBreakerRegistry.ofDefaults(), time).service("none", breaker()));
    private Balancer balancer = Balancers.of(balance(), service, Randomness.system());

    @Setup
    public void replicas() {
        Breakers breakers = new Breakers(CircuitBreakerRegistry.ofDefaults(), time);
        service = new Service("api", breakers.service("api", breaker()));
        List<Replica> all = new ArrayList<>();
        for (int i = 0; i < replicas; i++) {
            URI url = URI.create("http://127.0.0.1:" + (8000 + i));
            Replica replica = new Replica("api", url, breakers.replica("api", Replica.nameOf(url), breaker()), time);
            replica.load().sample(time.nanos(), ANSWERED_IN + i);
            all.add(replica);
        }
        service.replicas(all);
        for (Replica replica : all) {
            service.health(replica, new Health(Health.Phase.UP, Health.Reason.NONE, time.now(), time.nanos(), 0, null));
        }
        balancer = Balancers.of(balance(), service, Randomness.system());
    }

    private static BalanceProperties balance() {
        return new BalanceProperties(
                BalanceProperties.Policy.LEAST_LOADED, Duration.ZERO, new BalanceProperties.Sticky(null, null));
    }

    private static BreakerProperties breaker() {
        return new BreakerProperties(50, 20, 5, Duration.ofSeconds(5), 2, OrOff.OFF);
    }

    /** Pick, and the verdict that gives the permit back. */
    @Benchmark
    public Replica pick() {
        Replica replica =
                Objects.requireNonNull(balancer.pick(service, Tried.NONE, Balancer.Kind.REQUEST, null, time.nanos()));
        replica.gate().success(ANSWERED_IN);
        return replica;
    }

    /** The gate alone: entered, and a success told. */
    @Benchmark
    public boolean gate() {
        Replica replica = service.replicas().get(0);
        boolean entered = replica.gate().tryEnter();
        replica.gate().success(ANSWERED_IN);
        return entered;
    }
}
