package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.balance.Balancer.Kind;
import io.holdfast.gateway.service.Gate.State;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StickyTest extends BalancerContract {

    private static final int KEYS = 3000;

    @Override
    TieredBalancer balancer(long slowStartNanos) {
        return new Sticky(randomness, slowStartNanos);
    }

    private Replica of(@Nullable CharSequence key) {
        Replica replica = balancer.pick(service, Tried.NONE, Kind.REQUEST, key, time.nanos());
        assertThat(replica).isNotNull();
        return replica;
    }

    private Map<String, Replica> homes() {
        Map<String, Replica> homes = new HashMap<>();
        for (int i = 0; i < KEYS; i++) {
            homes.put("user-" + i, of("user-" + i));
        }
        return homes;
    }

    @Test
    void theSameKeyGoesToTheSameReplicaWhateverItsClass() {
        homes().forEach((key, home) -> {
            assertThat(of(key)).isSameAs(home);
            assertThat(of(new StringBuilder(key))).isSameAs(home);
        });
    }

    @Test
    void onlyTheKeysOfALostReplicaMoveAndTheySpread() {
        Map<String, Replica> before = homes();
        Replicas.unreachable(service, b);
        int toA = 0;
        int toC = 0;
        for (Map.Entry<String, Replica> e : before.entrySet()) {
            Replica now = of(e.getKey());
            if (e.getValue() != b) {
                assertThat(now).isSameAs(e.getValue());
            } else if (now == a) {
                toA++;
            } else {
                toC++;
            }
        }
        assertThat(toA).isBetween(350, 650);
        assertThat(toC).isBetween(350, 650);
    }

    @Test
    void keysComeHomeOnceAndInGrowingNumbers() {
        Map<String, Replica> before = homes();
        long keysOfB = before.values().stream().filter(r -> r == b).count();
        Replicas.health(service, b, Phase.UP, Reason.NONE, time.nanos());
        Map<String, Boolean> home = new HashMap<>();
        long last = 0;
        for (int tenth = 0; tenth <= 10; tenth++) {
            homes().forEach((key, replica) -> {
                if (home.getOrDefault(key, false)) {
                    assertThat(replica).isSameAs(b);
                }
                home.put(key, replica == b);
            });
            long now = home.values().stream().filter(h -> h).count();
            assertThat(now).isGreaterThanOrEqualTo(last).isLessThanOrEqualTo(keysOfB);
            last = now;
            time.advance(SLOW_START.dividedBy(10));
        }
        assertThat(homes()).isEqualTo(before);
    }

    @Test
    void aKeyWhoseReplicaHasNoPermitGoesToItsNextChoice() {
        Replicas.gate(a).state = State.HALF_OPEN;
        Replicas.gate(a).permits = 0;
        Map<String, Replica> withoutA = homes();
        Replicas.unreachable(service, a);
        assertThat(homes()).isEqualTo(withoutA);
    }

    @Test
    void withoutAKeyTheLessLoadedOfTwoTakesIt() {
        a.inFlight().set(100);
        b.inFlight().set(100);
        Replicas.unreachable(service, b);
        for (int i = 0; i < 100; i++) {
            assertThat(of(i % 2 == 0 ? null : "")).isSameAs(c);
        }
    }
}
