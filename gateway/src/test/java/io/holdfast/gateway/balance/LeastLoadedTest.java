package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.balance.Balancer.Kind;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import org.junit.jupiter.api.Test;

class LeastLoadedTest extends BalancerContract {

    private static final long MS = 1_000_000L;

    @Override
    TieredBalancer balancer(long slowStartNanos) {
        return new LeastLoaded(randomness, slowStartNanos);
    }

    private void latencies(long ofA, long ofB, long ofC) {
        a.load().sample(time.nanos(), ofA * MS);
        b.load().sample(time.nanos(), ofB * MS);
        c.load().sample(time.nanos(), ofC * MS);
    }

    @Test
    void theSlowestOfThreeIsNeverTheBetterOfTwo() {
        latencies(800, 5, 5);
        assertThat(picks(200)).containsExactlyInAnyOrder(b, c);
    }

    @Test
    void aFastReplicaWithMuchToDoGivesWayToASlowerOne() {
        Replicas.unreachable(service, c);
        latencies(10, 5, 1);
        assertThat(picks(50)).containsExactly(b);
        b.inFlight().set(2);
        assertThat(picks(50)).containsExactly(a);
    }

    @Test
    void aReplicaThatIsLateWithItsAnswersIsJudgedByTheirLateness() {
        Replicas.unreachable(service, c);
        latencies(2, 20, 1);
        a.load().waitedForAt(time.nanos());
        a.inFlight().set(1);
        assertThat(picks(20)).containsExactly(a);
        time.advance(java.time.Duration.ofMillis(100));
        a.load().byteAt(time.nanos()); // its streams go on
        a.load().aliveAt(time.nanos()); // and it answers its probe
        assertThat(picks(20)).containsExactly(b);
        a.load().sample(time.nanos(), 1);
        assertThat(picks(20)).containsExactly(a);
    }

    @Test
    void silenceWithoutAnyoneWaitingIsJustQuiet() {
        Replicas.unreachable(service, c);
        latencies(2, 20, 1);
        a.inFlight().set(1);
        a.streams().set(1); // an event stream with nothing to say
        time.advance(java.time.Duration.ofMinutes(1));
        assertThat(picks(20)).containsExactly(a);
    }

    @Test
    void theFirstRequestAfterAQuietTimeFindsNoOldSilence() {
        Replicas.unreachable(service, c);
        latencies(2, 3, 1);
        time.advance(java.time.Duration.ofMinutes(10));
        latencies(2, 20, 1);
        assertThat(pick(Tried.NONE)).isSameAs(a);
        a.inFlight().set(1);
        assertThat(pick(Tried.NONE)).isSameAs(a);
    }

    @Test
    void openEventStreamsWeighALittle() {
        Replicas.unreachable(service, c);
        latencies(10, 11, 1);
        a.inFlight().set(5);
        a.streams().set(5);
        assertThat(picks(20)).containsExactly(a);
        a.inFlight().set(100);
        a.streams().set(100);
        assertThat(picks(20)).containsExactly(b);
    }

    @Test
    void aFreshReplicaCountsAsFastAsTheOthersUntilItIsKnown() {
        Replicas.unreachable(service, c);
        b.load().sample(time.nanos(), 100 * MS);
        assertThat(picks(20)).containsExactly(a);
        a.inFlight().set(1);
        b.inFlight().set(0);
        assertThat(picks(20)).containsExactly(b);
        b.inFlight().set(1);
        assertThat(picks(20)).containsExactly(a);
    }

    @Test
    void webSocketsGoWhereFewestAreAttached() {
        latencies(800, 1, 1);
        a.webSockets().set(1);
        b.webSockets().set(100);
        c.webSockets().set(100);
        for (int i = 0; i < 100; i++) {
            Replica picked = balancer.pick(service, tried(b), Kind.WEB_SOCKET, null, time.nanos());
            assertThat(picked).isSameAs(a);
        }
    }

    @Test
    void ofEquallyManyWebSocketsTheFasterReplicaTakesTheNext() {
        latencies(800, 1, 1);
        for (int i = 0; i < 100; i++) {
            assertThat(balancer.pick(service, tried(b), Kind.WEB_SOCKET, null, time.nanos()))
                    .isSameAs(c);
        }
    }

    @Test
    void aReplicaThatWarmsUpIsNotFloodedThoughItHasNothingToDo() {
        latencies(50, 50, 1);
        a.inFlight().set(10);
        b.inFlight().set(10);
        comesUp(c);
        assertThat(shares(3000).get(c)).isBetween(100, 350);
    }

    @Test
    void itIsTakenAllTheSameWhenTheOtherIsLateWithEveryAnswer() {
        Replicas.unreachable(service, b);
        latencies(800, 1, 1);
        a.inFlight().set(2);
        comesUp(c);
        c.load().sample(time.nanos(), 2 * MS);
        assertThat(picks(200)).containsExactly(c);
    }

    @Test
    void whereAllHaveJustComeUpLoadAloneDecides() {
        comesUp(a);
        comesUp(b);
        comesUp(c);
        latencies(20, 10, 20);
        assertThat(shares(3000).get(b)).isBetween(1900, 2100);
    }

    @Test
    void aWarmingReplicaGetsItsShareOfWebSocketsToo() {
        comesUp(c);
        a.webSockets().set(50);
        b.webSockets().set(50);
        int ofC = 0;
        for (int i = 0; i < 3000; i++) {
            Replica picked = balancer.pick(service, Tried.NONE, Kind.WEB_SOCKET, null, time.nanos());
            ofC += picked == c ? 1 : 0;
        }
        assertThat(ofC).isBetween(100, 350);
    }

    private void comesUp(Replica replica) {
        replica.load().reset();
        Replicas.health(service, replica, Phase.UP, Reason.NONE, time.nanos());
    }
}
