package io.holdfast.gateway.health;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.holdfast.gateway.health.Outcome.Kind;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

class HealthLoopTest {

    private static final Outcome LATE = new Outcome(Kind.LOST, "no answer within 1s");
    private static final Outcome REFUSED = new Outcome(Kind.REFUSED, "connection refused");

    /** Answers at once what it is set to, or hangs, and keeps the moments at which it was asked. */
    private final class ScriptedProbe implements Probe {
        final Map<Replica, Outcome> answers = new HashMap<>();
        final Map<Replica, List<Long>> asked = new HashMap<>();
        final Map<Replica, Sinks.One<Outcome>> hanging = new HashMap<>();
        int underWay;

        @Override
        public Mono<Outcome> ask(Replica replica) {
            return Mono.defer(() -> {
                asked.computeIfAbsent(replica, r -> new ArrayList<>()).add(millis());
                Outcome answer = answers.get(replica);
                if (answer != null) {
                    return Mono.just(answer);
                }
                underWay++;
                Sinks.One<Outcome> sink = Sinks.one();
                hanging.put(replica, sink);
                return sink.asMono().doFinally(signal -> underWay--);
            });
        }

        int count(Replica replica) {
            return asked.getOrDefault(replica, List.of()).size();
        }
    }

    private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
    private final Time time = new Time() {
        @Override
        public long nanos() {
            return scheduler.now(TimeUnit.NANOSECONDS);
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(millis());
        }
    };
    private final ScriptedProbe probe = new ScriptedProbe();
    private final Service service = new Service("api", Gate.open());
    private final Replica a = Replicas.replica(8001, time);
    private final Replica b = Replicas.replica(8002, time);
    private final HealthRule rule =
            new HealthRule(1, 2, Duration.ofSeconds(40).toNanos(), 2_000_000_000L, 250_000_000L);
    private final HealthLoop loop = new HealthLoop(
            List.of(new HealthLoop.Target(service, rule, probe)), () -> scheduler, time, bound -> bound / 2);

    private long millis() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }

    private void pass(long millis) {
        scheduler.advanceTimeBy(Duration.ofMillis(millis));
    }

    @BeforeEach
    void start() {
        service.replicas(List.of(a, b));
        probe.answers.put(a, Outcome.GOOD);
        probe.answers.put(b, Outcome.GOOD);
        loop.start();
        pass(0);
    }

    @AfterEach
    void stop() {
        loop.stop();
        pass(0);
    }

    private Phase phase(Replica replica) {
        return replica.health().phase();
    }

    @Test
    void aQuestionThatCouldNotBePutSaysNothingOfTheReplica() {
        probe.answers.put(a, new Outcome(Kind.NOT_ASKED, "this gateway has too many open files"));
        pass(60_000);
        assertThat(probe.count(a)).isGreaterThan(20);
        assertThat(phase(a)).isEqualTo(Phase.UP);
        assertThat(a.load().unanswered(time.nanos())).isZero();
        probe.answers.put(a, REFUSED);
        pass(5_000);
        assertThat(phase(a)).isEqualTo(Phase.DOWN);
    }

    @Test
    void aDrainedReplicaIsProbedOftenSoThatAFastRestartIsSeen() {
        pass(100);
        service.draining(a, true);
        pass(300);
        probe.answers.put(a, REFUSED);
        pass(300);
        probe.answers.put(a, Outcome.GOOD);
        pass(300);

        assertThat(a.health().restarts()).isEqualTo(1);
        assertThat(a.probedAt()).isAfter(Instant.ofEpochMilli(600));
        assertThat(probe.count(b)).isEqualTo(1);
    }

    @Test
    void atBootAllAreProbedAtOnce() {
        assertThat(probe.asked.get(a)).containsExactly(0L);
        assertThat(probe.asked.get(b)).containsExactly(0L);
        assertThat(phase(a)).isEqualTo(Phase.UP);
        assertThat(phase(b)).isEqualTo(Phase.UP);
    }

    @Test
    void probesEveryIntervalWhileUpAndEveryDownIntervalWhileDown() {
        pass(4_000);
        assertThat(probe.asked.get(a)).containsExactly(0L, 2_000L, 4_000L);
        probe.answers.put(a, new Outcome(Kind.NOT_READY, "health check answered 503"));
        pass(3_000);
        assertThat(phase(a)).isEqualTo(Phase.DOWN);
        assertThat(a.health().lastFailure()).isEqualTo("health check answered 503");
        assertThat(probe.asked.get(a)).containsExactly(0L, 2_000L, 4_000L, 6_000L, 6_250L, 6_500L, 6_750L, 7_000L);
        probe.answers.put(a, Outcome.GOOD);
        pass(250);
        assertThat(phase(a)).isEqualTo(Phase.UP);
        assertThat(a.since()).isEqualTo(Instant.ofEpochMilli(7_250));
    }

    /** Who waits for a process that was killed waits little longer than it takes to start. */
    @Test
    void aProcessThatHasGoneIsFoundUpSoonAfterItIsBack() {
        pass(1_500);
        probe.answers.put(a, REFUSED);
        pass(1_500);
        assertThat(phase(a)).isEqualTo(Phase.DOWN);
        assertThat(a.health().lastFailure()).isEqualTo("connection refused");
        probe.answers.put(a, Outcome.GOOD);
        pass(50);
        assertThat(phase(a)).isEqualTo(Phase.UP);
        assertThat(a.health().restarts()).isEqualTo(1);
        assertThat(a.since()).isEqualTo(Instant.ofEpochMilli(3_050));
    }

    @Test
    void aProcessThatStaysAwayIsNotDrownedInProbes() {
        probe.answers.put(a, REFUSED);
        pass(62_000); // away for a minute
        assertThat(probe.count(a)).isLessThan(400);
    }

    @Test
    void intervalsAreJitteredByATenth() {
        VirtualTimeScheduler other = VirtualTimeScheduler.create();
        HealthLoop late = new HealthLoop(
                List.of(new HealthLoop.Target(service, rule, probe)), () -> other, time, bound -> bound - 1);
        probe.asked.clear();
        late.start();
        other.advanceTimeBy(Duration.ofNanos(2_199_999_000L));
        assertThat(probe.count(a)).isEqualTo(1);
        other.advanceTimeBy(Duration.ofNanos(1_000));
        assertThat(probe.count(a)).isEqualTo(2);
        late.stop();
        other.advanceTime();
    }

    @Test
    void aRefusedRequestTakesTheReplicaDownAndIsProbedAtOnce() {
        pass(1_000);
        probe.answers.put(a, REFUSED);
        loop.refused(a, "connection refused");
        pass(0);
        assertThat(a.health().unreachable()).isTrue();
        assertThat(probe.asked.get(a)).containsExactly(0L, 1_000L);
    }

    @Test
    void aLostConnectionIsProbedAtOnceButAThousandAreNotAThousandProbes() {
        pass(1_000);
        for (int i = 0; i < 1_000; i++) {
            loop.lost(a, "reset");
        }
        pass(0);
        assertThat(probe.asked.get(a)).containsExactly(0L, 1_000L);
        for (int i = 0; i < 1_000; i++) {
            loop.lost(a, "reset");
            pass(1);
        }
        assertThat(probe.count(a)).isBetween(10, 13);
        assertThat(phase(a)).isEqualTo(Phase.UP);
    }

    @Test
    void aLossDuringAProbeIsFollowedByAnother() {
        probe.answers.remove(a);
        pass(2_000);
        assertThat(probe.underWay).isEqualTo(1);
        loop.lost(a, "reset");
        pass(150);
        assertThat(probe.count(a)).isEqualTo(2);
        probe.answers.put(a, REFUSED);
        probe.hanging.get(a).tryEmitValue(Outcome.GOOD);
        pass(0);
        assertThat(probe.count(a)).isEqualTo(3);
        assertThat(a.health().unreachable()).isTrue();
    }

    @Test
    void probesOfOneReplicaNeverOverlap() {
        probe.answers.remove(a);
        pass(2_000);
        for (int i = 0; i < 100; i++) {
            loop.lost(a, "reset");
            loop.silent(a, 1);
            pass(50);
        }
        assertThat(probe.count(a)).isEqualTo(2);
        assertThat(probe.underWay).isEqualTo(1);
    }

    @Test
    void silenceAndOneLostProbeTakeItDown() {
        pass(1_000);
        probe.answers.put(a, LATE);
        loop.silent(a, 300_000_000);
        pass(0);
        assertThat(a.health().unreachable()).isTrue();
        assertThat(millis()).isEqualTo(1_000);
    }

    @Test
    void silenceDuringAProbeThatWasUnderWayCountsForIt() {
        probe.answers.remove(a);
        pass(2_500);
        loop.silent(a, 300_000_000);
        pass(500);
        probe.hanging.get(a).tryEmitValue(LATE);
        pass(0);
        assertThat(a.health().unreachable()).isTrue();
    }

    @Test
    void silenceDoesNotTakeDownTheLastUsableReplica() {
        service.draining(b, true);
        probe.answers.put(a, LATE);
        loop.silent(a, 300_000_000);
        pass(100);
        assertThat(phase(a)).isEqualTo(Phase.UP);
        pass(250);
        assertThat(a.health().unreachable()).isTrue(); // by fall
    }

    @Test
    void slowWorkIsNotDrownedInProbes() {
        for (int i = 0; i < 1_200; i++) { // a minute of silence that health does not confirm
            loop.silent(a, i * 50_000_000L);
            pass(50);
        }
        assertThat(phase(a)).isEqualTo(Phase.UP);
        assertThat(probe.count(a)).isLessThan(65);
        probe.answers.put(a, LATE);
        for (int i = 0; i < 42 && phase(a) == Phase.UP; i++) {
            loop.silent(a, i * 50_000_000L);
            pass(50);
        }
        assertThat(a.health().unreachable()).isTrue();
    }

    @Test
    void anAnsweredProbeIsASignOfLifeForBalance() {
        pass(2_500);
        assertThat(a.load().silence(time.nanos())).isEqualTo(500_000_000);
    }

    @Test
    void anotherProcessBeginsWithoutThePastOfTheOneBefore() {
        a.load().sample(time.nanos(), 800_000_000);
        probe.answers.put(a, REFUSED);
        pass(2_000);
        assertThat(a.load().millis()).isEqualTo(800);
        probe.answers.put(a, Outcome.GOOD);
        pass(250);
        assertThat(a.load().millis()).isZero();
    }

    @Test
    void aReplicaThatIsFoundIsProbedAtOnceAndOneThatIsGoneNoLonger() {
        Replica c = Replicas.replica(8003, time);
        probe.answers.put(c, Outcome.GOOD);
        pass(1_000);
        service.replicas(List.of(b, c));
        pass(10_000);
        assertThat(probe.asked.get(c)).startsWith(1_000L, 3_000L);
        assertThat(probe.count(a)).isEqualTo(1);
        loop.refused(a, "late news");
        pass(0);
        assertThat(phase(a)).isEqualTo(Phase.UP);
    }

    @Test
    void theLateAnswerOfAProbeOfAGoneReplicaIsDropped() {
        probe.answers.remove(a);
        pass(2_000);
        service.replicas(List.of(b));
        pass(0);
        assertThat(probe.underWay).isZero();
        probe.hanging.get(a).tryEmitValue(REFUSED);
        pass(0);
        assertThat(phase(a)).isEqualTo(Phase.UP);
    }

    @Test
    void anErrorOfTheProbeItselfCountsAsALoss() {
        probe.answers.remove(a);
        pass(2_000);
        probe.hanging.get(a).tryEmitError(new IllegalStateException("a fault in the probe"));
        pass(0);
        assertThat(a.health().lastFailure()).contains("a fault in the probe");
        pass(250);
        assertThat(probe.count(a)).isEqualTo(3);
    }

    /** On a real scheduler: the one of virtual time does not survive an exception. */
    @Test
    void aListenerThatThrowsDoesNotEndTheProbes() throws InterruptedException {
        Service other = new Service("other", Gate.open());
        Replica replica = Replicas.replica(8009, Time.system());
        other.replicas(List.of(replica));
        other.listen(new ServiceListener() {
            @Override
            public void healthChanged(Service of, Replica changed, Health before, Health now) {
                throw new IllegalStateException("a fault in a listener");
            }
        });
        CountDownLatch probes = new CountDownLatch(5);
        Probe counting = asked -> {
            probes.countDown();
            return Mono.just(probes.getCount() % 2 == 0 ? Outcome.GOOD : REFUSED);
        };
        HealthLoop real = new HealthLoop(
                List.of(new HealthLoop.Target(other, new HealthRule(1, 1, 0, 1_000_000, 1_000_000), counting)),
                () -> Schedulers.newSingle("test", true),
                Time.system(),
                bound -> bound / 2);
        Logger log = (Logger) LoggerFactory.getLogger(Schedulers.class);
        log.setLevel(Level.OFF);
        try {
            real.start();
            assertThat(probes.await(20, TimeUnit.SECONDS)).isTrue();
        } finally {
            real.stop();
            log.setLevel(null);
        }
    }

    @Test
    void startsAndStopsOnce() {
        loop.start();
        pass(2_000);
        assertThat(probe.count(a)).isEqualTo(2);
        assertThat(loop.isRunning()).isTrue();
        loop.stop();
        pass(10_000);
        assertThat(loop.isRunning()).isFalse();
        assertThat(probe.count(a)).isEqualTo(2);
        loop.stop();
    }
}
