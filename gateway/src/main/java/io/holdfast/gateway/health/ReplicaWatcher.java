package io.holdfast.gateway.health;

import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

/** Probes one replica, one probe at a time, and sets its health. Confined to its worker's thread but for alarms. */
final class ReplicaWatcher {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.health");

    /** Intervals differ by up to a tenth, so that probes of many replicas and gateways do not march in step. */
    private static final double JITTER = 0.1;

    private final Service service;
    private final Replica replica;
    private final Probe probe;
    private final HealthRule rule;
    private final AlarmRule alarms;
    private final Scheduler.Worker worker;
    private final Time time;
    private final Randomness randomness;
    private final AtomicBoolean lossToldOf = new AtomicBoolean();
    private final AtomicBoolean silenceToldOf = new AtomicBoolean();
    private Watch watch;
    private @Nullable Disposable timer;
    private long dueAt;
    private @Nullable Disposable probing;
    private boolean again;
    private boolean stopped;

    ReplicaWatcher(
            Service service,
            Replica replica,
            Probe probe,
            HealthRule rule,
            Scheduler.Worker worker,
            Time time,
            Randomness randomness) {
        this.service = service;
        this.replica = replica;
        this.probe = probe;
        this.rule = rule;
        this.alarms = new AlarmRule(rule.interval());
        this.worker = worker;
        this.time = time;
        this.randomness = randomness;
        this.watch = Watch.first(replica.health().sinceNanos());
    }

    // ---- on the worker

    void start() {
        probe();
    }

    void stop() {
        stopped = true;
        if (timer != null) {
            timer.dispose();
        }
        if (probing != null) {
            probing.dispose();
        }
    }

    private void probe() {
        timer = null;
        if (stopped) {
            return;
        }
        again = false;
        alarms.probing(time.nanos());
        replica.load().askedAt(time.nanos());
        Disposable.Swap asking = Disposables.swap();
        probing = asking;
        asking.replace(probe.ask(replica)
                .subscribe(
                        outcome -> later(() -> ended(asking, outcome)),
                        error -> later(() -> ended(asking, new Outcome(Outcome.Kind.LOST, error.toString())))));
    }

    private void later(Runnable task) {
        try {
            worker.schedule(task);
        } catch (RejectedExecutionException e) {
            LOG.trace("{} is no longer probed", replica, e);
        }
    }

    private void ended(Disposable asked, Outcome outcome) {
        if (stopped || probing != asked) {
            return;
        }
        probing = null;
        long now = time.nanos();
        if (outcome.kind().answered()) {
            replica.load().aliveAt(now);
            alarms.answered();
        } else if (outcome.kind() == Outcome.Kind.NOT_ASKED) {
            replica.load().aliveAt(now); // else a question that was never put would count as one without an answer
            LOG.warn("{} is not probed: {}", replica, outcome.why());
        }
        try {
            become(rule.probed(watch, outcome, isLast(), now));
        } finally { // whatever a listener throws, the replica is asked again
            boolean soon = again && !watch.unreachable();
            replica.probedAt(time.now()); // after its health: who sees the one sees the other
            schedule(soon ? alarms.lost(now) : jitter(nextProbe(now)));
        }
    }

    /** Who is drained is about to be restarted: asked often, so that its going and its coming are both seen. */
    private long nextProbe(long now) {
        long next = rule.nextProbe(watch, now);
        return replica.draining() ? Math.min(next, rule.downInterval()) : next;
    }

    private long jitter(long nanos) {
        return (long) (nanos * (1 - JITTER + 2 * JITTER * randomness.unit()));
    }

    private void schedule(long delay) {
        if (timer != null) {
            timer.dispose();
        }
        dueAt = time.nanos() + delay;
        timer = worker.schedule(this::probe, delay, TimeUnit.NANOSECONDS);
    }

    /** Brings the next probe forward; one under way is followed by another. */
    private void probeWithin(long delay) {
        if (probing != null) {
            again = true;
        } else if (dueAt - (time.nanos() + delay) > 0) {
            schedule(delay);
        }
    }

    private boolean isLast() {
        for (Replica other : service.replicas()) {
            if (other != replica && other.usable()) {
                return false;
            }
        }
        return true;
    }

    private void become(Watch next) {
        Watch before = watch;
        watch = next;
        if (next.restarts() != before.restarts()) {
            replica.load().reset();
        }
        boolean moved = next.phase() != before.phase();
        if (moved
                || next.reason() != before.reason()
                || next.restarts() != before.restarts()
                || !Objects.equals(next.lastFailure(), before.lastFailure())) {
            Health shown = replica.health();
            service.health(
                    replica,
                    new Health(
                            next.phase(),
                            next.reason(),
                            moved ? time.now() : shown.since(),
                            next.since(),
                            next.restarts(),
                            next.lastFailure()));
        }
        if (moved || next.reason() != before.reason()) {
            log(next);
        }
    }

    private void log(Watch now) {
        if (now.phase() == Phase.DOWN && replica.draining()) {
            LOG.info("{} is DOWN while it is drained", replica); // as it was meant to
        } else if (now.phase() == Phase.DOWN) {
            LOG.warn("{} is DOWN, {}: {}", replica, now.reason().name().toLowerCase(Locale.ROOT), now.lastFailure());
        } else {
            LOG.info("{} is {}", replica, now.phase());
        }
    }

    private void onRefused(String why) {
        if (!stopped && !watch.unreachable()) {
            become(rule.refusedRequest(watch, why, time.nanos()));
            probeWithin(alarms.lost(time.nanos()));
        }
    }

    private void onLost() {
        lossToldOf.set(false);
        if (!stopped && !watch.unreachable()) {
            probeWithin(alarms.lost(time.nanos()));
        }
    }

    private void onSilent() {
        silenceToldOf.set(false);
        if (stopped || watch.unreachable()) {
            return;
        }
        long now = time.nanos();
        watch = watch.suspect(now);
        long delay = alarms.silent(now);
        if (delay >= 0 && probing == null) {
            probeWithin(delay);
        }
    }

    private void onDrained() {
        if (!stopped) {
            probeWithin(Math.min(rule.interval(), rule.downInterval()));
        }
    }

    // ---- on any thread

    void drained() {
        later(this::onDrained);
    }

    void refused(String why) {
        if (!replica.health().unreachable()) {
            later(() -> onRefused(why));
        }
    }

    void lost() {
        if (lossToldOf.compareAndSet(false, true)) {
            later(this::onLost);
        }
    }

    void silent() {
        if (silenceToldOf.compareAndSet(false, true)) {
            later(this::onSilent);
        }
    }
}
