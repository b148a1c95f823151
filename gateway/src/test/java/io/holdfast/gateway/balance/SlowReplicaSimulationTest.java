package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.balance.Balancer.Kind;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Clients, replicas and a balancer in scripted time: who gets how much when one replica is slow. */
class SlowReplicaSimulationTest {

    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    private record Event(long at, Client client, @Nullable Replica done, long took) {}

    private final ManualTime time = new ManualTime(0);
    private final Service service = Replicas.up(3, time);
    private final Replica slow = service.replicas().get(0);
    private @Nullable Replica hung;
    private final Random random = new Random(7);
    private final TieredBalancer balancer = new LeastLoaded(random::nextInt, 0);
    private final PriorityQueue<Event> events = new PriorityQueue<>((x, y) -> Long.compare(x.at, y.at));
    private final Map<Replica, Integer> served = new HashMap<>();
    private boolean streams;

    /** What a client asks for, and how long after each answer it asks again. */
    private record Client(long thinkNanos, ToLongFunction<Replica> latency) {}

    /** Clients that ask again so long after each answer, over and over. */
    private void run(int clients, long thinkNanos, ToLongFunction<Replica> latency, long untilNanos) {
        run(Collections.nCopies(clients, new Client(thinkNanos, latency)), untilNanos);
    }

    private void run(List<Client> clients, long untilNanos) {
        events.clear();
        for (Client client : clients) {
            events.add(new Event(time.nanos() + random.nextInt((int) (10 * MS)), client, null, 0));
        }
        long nextProbe = time.nanos();
        while (events.peek().at < untilNanos) {
            Event event = events.poll();
            time.set(event.at);
            if (event.at >= nextProbe) {
                nextProbe += 2 * SECOND;
                service.replicas().stream().filter(r -> r != hung).forEach(r -> r.load()
                        .aliveAt(event.at));
            }
            if (streams) { // bytes of WebSockets and event streams
                service.replicas().forEach(r -> r.load().byteAt(event.at));
            }
            if (event.done != null) {
                event.done.inFlight().decrementAndGet();
                event.done.load().byteAt(event.at);
                event.done.load().sample(event.at, event.took);
                events.add(new Event(event.at + event.client.thinkNanos, event.client, null, 0));
                continue;
            }
            Replica replica = balancer.pick(service, Tried.NONE, Kind.REQUEST, null, event.at);
            replica.inFlight().incrementAndGet();
            served.merge(replica, 1, Integer::sum);
            long took = event.client.latency.applyAsLong(replica);
            events.add(new Event(event.at + took, event.client, replica, took));
        }
        events.stream().filter(e -> e.done != null).forEach(e -> e.done.inFlight()
                .decrementAndGet());
    }

    private double shareOfSlow() {
        int all = served.values().stream().mapToInt(i -> i).sum();
        return served.getOrDefault(slow, 0) / (double) all;
    }

    private long jitter(long nanos) {
        return nanos / 2 + random.nextInt((int) nanos);
    }

    @Test
    void aReplicaThatIsAlways800MsLateGetsFarBelowOnePercent() {
        run(30, 25 * MS, r -> (r == slow ? 800 * MS : 0) + jitter(5 * MS), 60 * SECOND);
        assertThat(served.values().stream().mapToInt(i -> i).sum()).isGreaterThan(50_000);
        assertThat(shareOfSlow()).isLessThan(0.001);
    }

    @Test
    void soItIsWhenEveryAnswerTakes30MsAnyway() {
        run(30, 0, r -> (r == slow ? 800 * MS : 0) + jitter(30 * MS), 60 * SECOND);
        assertThat(served.values().stream().mapToInt(i -> i).sum()).isGreaterThan(50_000);
        assertThat(shareOfSlow()).isLessThan(0.003);
    }

    @Test
    void soItIsWhenItBecomesSlowInTheMiddleOfWork() {
        run(30, 25 * MS, r -> jitter(5 * MS), 10 * SECOND);
        assertThat(shareOfSlow()).isBetween(0.25, 0.42);
        served.clear();
        run(30, 25 * MS, r -> (r == slow ? 800 * MS : 0) + jitter(5 * MS), 40 * SECOND);
        assertThat(shareOfSlow()).isLessThan(0.002);
    }

    @Test
    void soItIsWhenOneRequestInFiveIsSlowOnEveryReplica() {
        run(
                36,
                5 * MS,
                r -> (r == slow ? 800 * MS : 0) + (random.nextInt(5) == 0 ? 150 * MS : jitter(3 * MS)),
                60 * SECOND);
        assertThat(shareOfSlow()).isLessThan(0.005);
    }

    @Test
    void soItIsFromItsFirstSecondOnWhileStreamsRun() {
        streams = true;
        run(24, 25 * MS, r -> jitter(2 * MS), 2 * SECOND);
        served.clear();
        run(24, 25 * MS, r -> (r == slow ? 800 * MS : 0) + jitter(2 * MS), 3 * SECOND);
        assertThat(served.get(slow)).isLessThanOrEqualTo(6);
    }

    @Test
    void soItIsAmongWorkOfManyKinds() {
        Map<Replica, Integer> quick = new HashMap<>();
        List<Client> clients = new ArrayList<>();
        clients.addAll(Collections.nCopies(24, new Client(38 * MS, r -> {
            quick.merge(r, 1, Integer::sum);
            return (r == slow ? 800 * MS : 0) + jitter(2 * MS);
        })));
        clients.addAll(Collections.nCopies(6, new Client(MS, r -> (r == slow ? 800 * MS : 0) + 150 * MS)));
        clients.addAll(Collections.nCopies(6, new Client(40 * MS, r -> (r == slow ? 800 * MS : 0) + 50 * MS)));
        run(clients, 15 * SECOND);
        assertThat(quick.get(slow)).isBetween(1, 12);
    }

    @Test
    void aReplicaThatAnswersNothingGetsAFewRequestsAndNoMore() {
        hung = slow;
        run(30, 25 * MS, r -> r == slow ? 3600 * SECOND : jitter(5 * MS), 10 * SECOND);
        assertThat(served.get(slow)).isLessThanOrEqualTo(6);
    }

    @Test
    void itIsFoundAgainWithinTwoMinutesWhenItIsFastAgain() {
        run(30, 25 * MS, r -> (r == slow ? 800 * MS : 0) + jitter(5 * MS), 10 * SECOND);
        served.clear();
        run(30, 25 * MS, r -> jitter(5 * MS), 120 * SECOND);
        served.clear();
        run(30, 25 * MS, r -> jitter(5 * MS), 130 * SECOND);
        assertThat(shareOfSlow()).isBetween(0.25, 0.42);
    }

    @Test
    void rarePiecesOfVerySlowWorkDoNotKeepTheirReplicaIdle() {
        run(30, 25 * MS, r -> random.nextInt(2000) == 0 ? 5 * SECOND : jitter(5 * MS), 60 * SECOND);
        assertThat(served.values()).allSatisfy(share -> assertThat(share).isGreaterThan(4_000));
    }
}
