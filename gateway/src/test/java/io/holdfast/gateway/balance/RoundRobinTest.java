package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Replicas;
import org.junit.jupiter.api.Test;

class RoundRobinTest extends BalancerContract {

    @Override
    TieredBalancer balancer(long slowStartNanos) {
        return new RoundRobin(randomness, slowStartNanos);
    }

    @Test
    void takesTurns() {
        for (int round = 0; round < 5; round++) {
            assertThat(pick(Tried.NONE)).isSameAs(a);
            assertThat(pick(Tried.NONE)).isSameAs(b);
            assertThat(pick(Tried.NONE)).isSameAs(c);
        }
    }

    @Test
    void theTurnOfALostReplicaIsPassedOver() {
        Replicas.unreachable(service, b);
        for (int round = 0; round < 5; round++) {
            assertThat(pick(Tried.NONE)).isSameAs(a);
            assertThat(pick(Tried.NONE)).isSameAs(c);
        }
    }
}
