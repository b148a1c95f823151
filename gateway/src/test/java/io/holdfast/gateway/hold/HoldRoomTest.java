package io.holdfast.gateway.hold;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.hold.HoldRoom.Ticket;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HoldRoomTest {

    private final Service service = Replicas.up(2, new ManualTime());
    private final HoldRoom room = new HoldRoom(service, 1_000, 1_000);
    private final List<Integer> out = new ArrayList<>();
    private final List<Ticket> tickets = new ArrayList<>();

    @BeforeEach
    void nothingReachable() {
        service.listen(room);
        service.replicas().forEach(r -> Replicas.unreachable(service, r));
    }

    private Replica first() {
        return service.replicas().get(0);
    }

    private void firstIsUp() {
        Replicas.health(service, first(), Phase.UP, Reason.NONE);
    }

    private void enter(int count) {
        for (int i = 0; i < count; i++) {
            int number = tickets.size();
            Ticket ticket = room.ticket(() -> out.add(number));
            tickets.add(ticket);
            assertThat(room.enter(ticket, 0)).isTrue();
        }
    }

    private static Integer[] numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toArray(Integer[]::new);
    }

    @Test
    void nobodyIsLetOutWhileNoReplicaCanTakeThem() {
        enter(3);
        service.draining(first(), true);
        service.draining(first(), false);
        assertThat(out).isEmpty();
        assertThat(room.size()).isEqualTo(3);
    }

    @Test
    void whoCameFirstIsLetOutFirst32AtFirst() {
        enter(100);
        firstIsUp();
        assertThat(out).containsExactly(numbers(0, 32));
        assertThat(room.size()).isEqualTo(68);
    }

    @Test
    void eachAnswerLetsTwoMoreOut() {
        enter(100);
        firstIsUp();
        room.answered(tickets.get(5));
        assertThat(out).containsExactly(numbers(0, 34));
        room.answered(tickets.get(0));
        assertThat(out).containsExactly(numbers(0, 36));
    }

    @Test
    void aReplicaThatOnlyFailsItsHealthCheckIsWorthATry() {
        enter(1);
        Replicas.unhealthy(service, first());
        assertThat(out).containsExactly(0);
    }

    @Test
    void theEndOfADrainLetsThemOut() {
        service.draining(first(), true);
        firstIsUp();
        enter(1);
        assertThat(out).isEmpty();
        service.draining(first(), false);
        assertThat(out).containsExactly(0);
    }

    @Test
    void aNewReplicaLetsThemOut() {
        enter(1);
        Replica fresh = Replicas.replica(9000, new ManualTime());
        Replicas.health(service, fresh, Phase.UP, Reason.NONE);
        List<Replica> more = new ArrayList<>(service.replicas());
        more.add(fresh);
        service.replicas(more);
        assertThat(out).containsExactly(0);
    }

    @Test
    void whoEntersWhenAReplicaIsThereIsLetOutAtOnce() {
        firstIsUp();
        enter(1);
        assertThat(out).containsExactly(0);
        assertThat(room.size()).isZero();
    }

    @Test
    void whoComesBackWaitsInItsOldPlace() {
        enter(40);
        firstIsUp();
        Replicas.unreachable(service, first());
        room.failed(tickets.get(7));
        assertThat(room.enter(tickets.get(7), 0)).isTrue();
        out.clear();
        for (int i = 8; i < 32; i++) {
            room.answered(tickets.get(i));
        }
        firstIsUp();
        assertThat(out).startsWith(7, 32, 33);
    }

    @Test
    void itIsBoundedByCount() {
        HoldRoom small = new HoldRoom(service, 2, 1_000);
        Ticket a = small.ticket(() -> {});
        assertThat(small.enter(a, 0)).isTrue();
        assertThat(small.enter(small.ticket(() -> {}), 0)).isTrue();
        Ticket third = small.ticket(() -> {});
        assertThat(small.enter(third, 0)).isFalse();
        assertThat(small.size()).isEqualTo(2);
        small.leave(a);
        assertThat(small.enter(third, 0)).isTrue();
    }

    @Test
    void itIsBoundedByBytes() {
        Ticket a = room.ticket(() -> {});
        Ticket b = room.ticket(() -> {});
        Ticket c = room.ticket(() -> {});
        assertThat(room.enter(a, 600)).isTrue();
        assertThat(room.enter(b, 401)).isFalse();
        assertThat(room.enter(b, 300)).isTrue();
        assertThat(room.grow(b, 99)).as("999 of 1000").isTrue();
        assertThat(room.grow(a, 1)).as("full: the client is paused").isFalse();
        assertThat(room.enter(c, 1)).isFalse();
        room.leave(a);
        assertThat(room.grow(b, 1)).isTrue();
        assertThat(room.enter(c, 600)).isTrue();
        room.leave(b);
        room.leave(c);
        assertThat(room.enter(a, 1_000)).as("every byte was given back").isTrue();
    }

    @Test
    void bytesOfThoseWhoAreLetOutAreGivenBack() {
        Ticket a = room.ticket(() -> out.add(0));
        room.enter(a, 500);
        room.grow(a, 500);
        firstIsUp();
        assertThat(out).containsExactly(0);
        assertThat(room.grow(a, 5_000)).as("not in the room any more").isTrue();
        Replicas.unreachable(service, first());
        Ticket b = room.ticket(() -> {});
        assertThat(room.enter(b, 1_000)).isTrue();
    }

    @Test
    void whoLeavesIsNotLetOut() {
        enter(3);
        room.leave(tickets.get(1));
        firstIsUp();
        assertThat(out).containsExactly(0, 2);
    }

    // ---- no lost wake-up: as long as a replica can be tried, somebody is out, or nobody waits

    @Test
    void whenAllWhoAreOutLeaveTheNextAreLetOut() {
        enter(100);
        firstIsUp();
        for (int i = 0; i < 32; i++) {
            room.leave(tickets.get(i));
        }
        assertThat(out).containsExactly(numbers(0, 64));
    }

    @Test
    void whenAllWhoAreOutFailTheNextIsTried() {
        enter(100);
        firstIsUp();
        for (int i = 0; i < 32; i++) {
            room.failed(tickets.get(i));
        }
        assertThat(out).containsExactly(numbers(0, 33));
        room.answered(tickets.get(32));
        assertThat(out).containsExactly(numbers(0, 35));
    }

    /** As when replicas die one after the other: those who wait were let out in vain before the outage was whole. */
    @Test
    void aReplicaThatComesAfterAnOutageIsGivenAFullWindowThoughOthersFailedBefore() {
        enter(100);
        firstIsUp();
        for (int i = 0; i < 8; i++) {
            room.failed(tickets.get(i));
            assertThat(room.enter(tickets.get(i), 0)).isTrue();
        }
        Replicas.unreachable(service, first());
        for (int i = 8; i < 32; i++) {
            room.failed(tickets.get(i));
            assertThat(room.enter(tickets.get(i), 0)).isTrue();
        }
        out.clear();
        firstIsUp();
        assertThat(out).containsExactly(numbers(0, 32));
    }

    @Test
    void everyReportCountsOnce() {
        enter(200);
        firstIsUp();
        room.answered(tickets.get(0));
        room.answered(tickets.get(0));
        room.leave(tickets.get(0));
        room.failed(tickets.get(0));
        assertThat(out).containsExactly(numbers(0, 34));
    }

    @Test
    void theNextOutageBeginsWithAFullWindow() {
        enter(32);
        firstIsUp();
        for (int i = 0; i < 32; i++) {
            room.failed(tickets.get(i));
        }
        Replicas.unreachable(service, first());
        out.clear();
        tickets.clear();
        enter(40);
        firstIsUp();
        assertThat(out).hasSize(32);
    }
}
