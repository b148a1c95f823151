package io.holdfast.gateway.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Gate.State;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.ReplicaState;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerGateTest {

    private static final String NAME = "holdfast.api.127.0.0.1:8001";
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofHours(1);

    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final ManualTime time = new ManualTime();
    private final Breakers breakers = new Breakers(registry, time);
    private final BlockingQueue<String> changes = new LinkedBlockingQueue<>();

    private Replica replica(Duration openFor) {
        Service service = new Service("api", Gate.open());
        service.listen(breakers);
        service.listen(new ServiceListener() {
            @Override
            public void gateChanged(Service s, Replica replica, State before, State now) {
                changes.add(replica.name() + " " + before + " " + now);
            }
        });
        Gate gate = breakers.replica("api", "127.0.0.1:8001", properties(openFor));
        Replica replica = new Replica("api", URI.create("http://127.0.0.1:8001"), gate, time);
        breakers.bind(service, replica);
        service.replicas(List.of(replica));
        Replicas.health(
                service,
                replica,
                io.holdfast.gateway.service.Health.Phase.UP,
                io.holdfast.gateway.service.Health.Reason.NONE);
        this.service = service;
        return replica;
    }

    private Service service;

    private static BreakerProperties properties(Duration openFor) {
        return new BreakerProperties(50, 20, 5, openFor, 2, OrOff.OFF);
    }

    private static void fail(Gate gate, int times) {
        for (int i = 0; i < times; i++) {
            gate.tryEnter();
            gate.failure(1);
        }
    }

    private static void succeed(Gate gate, int times) {
        for (int i = 0; i < times; i++) {
            gate.tryEnter();
            gate.success(1);
        }
    }

    private String change() throws InterruptedException {
        return changes.poll(10, TimeUnit.SECONDS);
    }

    private Gate halfOpen() throws InterruptedException {
        Gate gate = replica(SHORT).gate();
        fail(gate, 5);
        assertThat(change()).isEqualTo("127.0.0.1:8001 CLOSED OPEN");
        assertThat(change()).isEqualTo("127.0.0.1:8001 OPEN HALF_OPEN");
        return gate;
    }

    @Test
    void opensAfterTheMinimumOfFailedCallsAndShowsIt() throws InterruptedException {
        Replica replica = replica(LONG);
        fail(replica.gate(), 4);
        assertThat(replica.gate().state()).isEqualTo(State.CLOSED);
        fail(replica.gate(), 1);
        assertThat(replica.gate().state()).isEqualTo(State.OPEN);
        assertThat(replica.gate().tryEnter()).isFalse();
        assertThat(replica.state()).isEqualTo(ReplicaState.EJECTED);
        assertThat(change()).isEqualTo("127.0.0.1:8001 CLOSED OPEN");
        assertThat(registry.find(NAME)).isPresent();
    }

    @Test
    void opensWithinTwentyCallsOfAReplicaThatWasGoodAndNowFails() {
        Gate gate = replica(LONG).gate();
        succeed(gate, 1000);
        fail(gate, 9);
        assertThat(gate.state()).isEqualTo(State.CLOSED);
        fail(gate, 1);
        assertThat(gate.state()).isEqualTo(State.OPEN);
    }

    @Test
    void slowCallsDoNotOpenItUnlessAsked() {
        Gate gate = replica(LONG).gate();
        for (int i = 0; i < 100; i++) {
            gate.tryEnter();
            gate.success(Duration.ofMinutes(10).toNanos());
        }
        assertThat(gate.state()).isEqualTo(State.CLOSED);
        Gate asked = breakers.replica(
                "api", "other:1", new BreakerProperties(50, 20, 5, LONG, 2, new OrOff(Duration.ofSeconds(2))));
        for (int i = 0; i < 5; i++) {
            asked.tryEnter();
            asked.success(Duration.ofSeconds(3).toNanos());
        }
        assertThat(asked.state()).isEqualTo(State.OPEN);
    }

    @Test
    void whatSaysNothingAboutHealthCountsNothing() {
        Gate gate = replica(LONG).gate();
        fail(gate, 4);
        for (int i = 0; i < 100; i++) {
            gate.tryEnter();
            gate.release();
        }
        assertThat(registry.circuitBreaker(NAME).getMetrics().getNumberOfBufferedCalls())
                .isEqualTo(4);
    }

    @Test
    void turnsHalfOpenWithoutACallAndClosesAfterGoodTrials() throws InterruptedException {
        Gate gate = halfOpen();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
        gate.success(1);
        assertThat(gate.state()).isEqualTo(State.HALF_OPEN);
        gate.success(1);
        assertThat(gate.state()).isEqualTo(State.CLOSED);
        assertThat(change()).isEqualTo("127.0.0.1:8001 HALF_OPEN CLOSED");
    }

    @Test
    void opensAgainAfterBadTrialsAndTriesAgain() throws InterruptedException {
        Gate gate = halfOpen();
        fail(gate, 2);
        assertThat(change()).isEqualTo("127.0.0.1:8001 HALF_OPEN OPEN");
        assertThat(change()).isEqualTo("127.0.0.1:8001 OPEN HALF_OPEN");
        assertThat(gate.tryEnter()).isTrue();
    }

    @Test
    void aTrialThatWasCancelledGivesItsPermitBack() throws InterruptedException {
        Gate gate = halfOpen();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        gate.release();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 1000})
    void whatBeganBeforeOrEnteredWithoutAPermitMakesNoPermits(int cancelled) throws InterruptedException {
        Gate gate = halfOpen();
        for (int i = 0; i < cancelled; i++) {
            gate.enterAnyway();
            gate.release();
        }
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
    }

    @Test
    void longTrialsDoNotKeepTheReplicaFromBeingTriedAgain() throws InterruptedException {
        Gate gate = halfOpen();
        gate.tryEnter();
        gate.tryEnter(); // two downloads that take an hour
        assertThat(gate.tryEnter()).isFalse();
        time.advance(SHORT.plusNanos(1));
        assertThat(gate.tryEnter()).isTrue();
        assertThat(gate.tryEnter()).isFalse();
        gate.success(1);
        time.advance(SHORT.plusNanos(1));
        assertThat(gate.tryEnter()).isTrue();
        gate.success(1);
        assertThat(gate.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void anOperatorOpensIt() throws InterruptedException {
        Gate gate = replica(LONG).gate();
        gate.trip();
        assertThat(gate.state()).isEqualTo(State.OPEN);
        gate.trip();
        assertThat(change()).isEqualTo("127.0.0.1:8001 CLOSED OPEN");
        assertThat(changes).isEmpty();
    }

    @Test
    void leavesTheRegistryWithItsReplica() {
        replica(LONG);
        service.replicas(List.of());
        assertThat(registry.find(NAME)).isEmpty();
    }

    @Test
    void theBreakerOfAServiceStandsMoreFailures() {
        Gate gate = breakers.service("api", properties(LONG));
        fail(gate, 49);
        assertThat(gate.state()).isEqualTo(State.CLOSED);
        fail(gate, 1);
        assertThat(gate.state()).isEqualTo(State.OPEN);
        assertThat(registry.find("holdfast.api")).isPresent();
    }

    @Test
    void theMinimumOfAServiceNeverExceedsItsWindow() {
        BreakerProperties p = new BreakerProperties(50, 10, 10, LONG, 2, OrOff.OFF).ofService();
        assertThat(p.window()).isEqualTo(50);
        assertThat(p.minimum()).isEqualTo(50);
    }
}
