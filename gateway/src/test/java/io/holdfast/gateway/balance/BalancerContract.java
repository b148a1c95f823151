package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.balance.Balancer.Kind;
import io.holdfast.gateway.service.Gate.State;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every policy keeps to. */
abstract class BalancerContract {

    static final Duration SLOW_START = Duration.ofSeconds(10);

    final ManualTime time = new ManualTime();
    final Random random = new Random(42);
    final Randomness randomness = random::nextInt;
    final Service service = Replicas.up(3, time);
    final Replica a = service.replicas().get(0);
    final Replica b = service.replicas().get(1);
    final Replica c = service.replicas().get(2);
    final TieredBalancer balancer = balancer(SLOW_START.toNanos());

    abstract TieredBalancer balancer(long slowStartNanos);

    /** A key for the next pick, for policies that hash one. */
    @Nullable String key() {
        return "client-" + random.nextInt(1000);
    }

    final @Nullable Replica pick(Tried tried) {
        return balancer.pick(service, tried, Kind.REQUEST, key(), time.nanos());
    }

    final Set<Replica> picks(int times) {
        Set<Replica> picked = new HashSet<>();
        for (int i = 0; i < times; i++) {
            Replica replica = pick(Tried.NONE);
            if (replica != null) {
                picked.add(replica);
            }
        }
        return picked;
    }

    final Map<Replica, Integer> shares(int times) {
        Map<Replica, Integer> shares = new HashMap<>();
        service.replicas().forEach(r -> shares.put(r, 0));
        for (int i = 0; i < times; i++) {
            Replica picked = pick(Tried.NONE);
            assertThat(picked).isNotNull();
            shares.merge(picked, 1, Integer::sum);
        }
        return shares;
    }

    static Tried tried(Replica... replicas) {
        Tried tried = new Tried();
        for (Replica replica : replicas) {
            tried.add(replica);
        }
        return tried;
    }

    @Test
    void givesEveryReplicaItsShare() {
        shares(3000).forEach((replica, share) -> assertThat(share).isBetween(700, 1300));
    }

    @Test
    void entersTheGateOfThePickedReplicaAndOfNoOther() {
        for (int i = 1; i <= 50; i++) {
            pick(Tried.NONE);
            assertThat(Replicas.gate(a).entered + Replicas.gate(b).entered + Replicas.gate(c).entered)
                    .isEqualTo(i);
        }
    }

    @Test
    void picksNoneOfThoseThatWereTried() {
        for (int i = 0; i < 50; i++) {
            assertThat(pick(tried(a))).isIn(b, c);
            assertThat(pick(tried(a, c))).isSameAs(b);
            assertThat(pick(tried(a, b, c))).isNull();
        }
    }

    @Test
    void leavesOutWhatIsDownDrainingStartingOrEjected() {
        Replicas.unreachable(service, a);
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        Replicas.unhealthy(service, a);
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        Replicas.health(service, a, Phase.STARTING, Reason.NONE);
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        Replicas.health(service, a, Phase.UP, Reason.NONE);
        Replicas.gate(a).state = State.OPEN;
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        Replicas.gate(a).state = State.CLOSED;
        service.draining(a, true);
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        service.draining(a, false);
        assertThat(picks(50)).containsExactlyInAnyOrder(a, b, c);
        assertThat(service.panic()).isFalse();
    }

    @Test
    void spreadsTheShareOfALostReplicaOverAllOthers() {
        Replicas.unreachable(service, b);
        Map<Replica, Integer> shares = shares(2000);
        assertThat(shares.get(a)).isBetween(750, 1250);
        assertThat(shares.get(c)).isBetween(750, 1250);
    }

    @Test
    void goesToOthersWhenAHalfOpenGateHasNoPermitLeft() {
        Replicas.gate(a).state = State.HALF_OPEN;
        Replicas.gate(a).permits = 2;
        for (int i = 0; i < 200; i++) {
            assertThat(pick(Tried.NONE)).isNotNull();
        }
        assertThat(Replicas.gate(a).entered).isEqualTo(2);
        assertThat(Replicas.gate(a).anyway).isZero();
    }

    @Test
    void findsTheOneReplicaThatStillGivesAPermit() {
        for (Replica replica : service.replicas()) {
            Replicas.gate(replica).state = State.HALF_OPEN;
            Replicas.gate(replica).permits = replica == c ? 1 : 0;
        }
        assertThat(pick(Tried.NONE)).isSameAs(c);
        assertThat(Replicas.gate(c).entered).isEqualTo(1);
    }

    @Test
    void triesTheEjectedWhenAllThatAreUpAreEjected() {
        Replicas.gate(a).state = State.OPEN;
        Replicas.gate(b).state = State.OPEN;
        Replicas.unhealthy(service, c);
        assertThat(picks(50)).containsExactlyInAnyOrder(a, b);
        assertThat(Replicas.gate(a).anyway + Replicas.gate(b).anyway).isEqualTo(50);
        assertThat(pick(tried(a))).isSameAs(b);
        assertThat(pick(tried(a, b))).isNull();
        assertThat(service.panic()).isFalse();
    }

    @Test
    void triesHalfOpenOnesWithoutAPermitRatherThanNone() {
        for (Replica replica : service.replicas()) {
            Replicas.gate(replica).state = State.HALF_OPEN;
            Replicas.gate(replica).permits = 0;
        }
        assertThat(picks(50)).hasSize(3);
    }

    @Test
    void waitsForAUsableReplicaThatWasTriedRatherThanTryAWorseOne() {
        Replicas.gate(b).state = State.OPEN;
        Replicas.unhealthy(service, c);
        assertThat(pick(tried(a))).isNull();
    }

    @Test
    void panicsWhenOnlyUnhealthyOnesAreLeftAndSaysSo() {
        service.replicas().forEach(r -> Replicas.unhealthy(service, r));
        assertThat(picks(50)).hasSize(3);
        assertThat(service.panic()).isTrue();
        Replicas.gate(a).state = State.OPEN;
        assertThat(picks(50)).containsExactlyInAnyOrder(b, c);
        Replicas.gate(b).state = State.OPEN;
        Replicas.gate(c).state = State.OPEN;
        assertThat(picks(50)).hasSize(3);
    }

    @Test
    void panicEndsWhenAReplicaIsUpAgainEvenWithoutARequest() {
        service.listen(balancer);
        service.replicas().forEach(r -> Replicas.unhealthy(service, r));
        pick(Tried.NONE);
        Replicas.unreachable(service, a);
        assertThat(service.panic()).isTrue();
        Replicas.health(service, a, Phase.UP, Reason.NONE);
        assertThat(service.panic()).isFalse();
    }

    @Test
    void panicEndsWithThePickOfAReplicaThatIsUp() {
        service.replicas().forEach(r -> Replicas.unhealthy(service, r));
        pick(Tried.NONE);
        Replicas.health(service, a, Phase.UP, Reason.NONE);
        assertThat(pick(Tried.NONE)).isSameAs(a);
        assertThat(service.panic()).isFalse();
    }

    @Test
    void hasNoReplicaWhenAllAreUnreachableStartingOrDraining() {
        Replicas.unreachable(service, a);
        Replicas.health(service, b, Phase.STARTING, Reason.NONE);
        service.draining(c, true);
        assertThat(pick(Tried.NONE)).isNull();
        service.replicas(java.util.List.of());
        assertThat(pick(Tried.NONE)).isNull();
    }

    @Test
    void aReplicaThatCameUpGetsALittleAtFirstAndItsShareInTheEnd() {
        Replicas.health(service, a, Phase.UP, Reason.NONE, time.nanos());
        int atFirst = shares(3000).get(a);
        assertThat(atFirst).isBetween(30, 350);
        time.advance(SLOW_START.dividedBy(2));
        int halfWay = shares(3000).get(a);
        assertThat(halfWay).isBetween(atFirst + 150, 1100);
        time.advance(SLOW_START.dividedBy(2));
        assertThat(shares(3000).get(a)).isBetween(700, 1300);
    }

    @Test
    void aReplicaThatHasJustLostAConnectionIsTheSecondChoice() {
        a.load().lostAt(time.nanos() + 1);
        assertThat(shares(300).get(a)).isZero();
        Tried others = new Tried();
        others.add(b);
        others.add(c);
        assertThat(pick(others)).isSameAs(a);
    }

    @Test
    void slowStartNeverKeepsARequestFromTheOnlyReplica() {
        Replicas.unreachable(service, b);
        Replicas.unreachable(service, c);
        Replicas.health(service, a, Phase.UP, Reason.NONE, time.nanos());
        for (int i = 0; i < 100; i++) {
            assertThat(pick(Tried.NONE)).isSameAs(a);
        }
    }

    @Test
    void servesFromOneReplicaAloneAndFromThreeHundred() {
        service.replicas(java.util.List.of(a));
        assertThat(pick(Tried.NONE)).isSameAs(a);
        Service many = Replicas.up(300, time);
        Set<Replica> picked = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            picked.add(balancer.pick(many, Tried.NONE, Kind.REQUEST, "key" + i, time.nanos()));
        }
        assertThat(picked).hasSize(300).doesNotContainNull();
    }
}
