package io.holdfast.gateway.health;

import io.holdfast.gateway.service.Alarm;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Time;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The probes of all replicas of all services, and the ear for what traffic tells. One thread. */
public final class HealthLoop implements Alarm, ServiceListener, SmartLifecycle {

    private final Map<String, Target> targets;
    private final Supplier<Scheduler> schedulers;
    private final Time time;
    private final Randomness randomness;
    private final Map<Replica, ReplicaWatcher> watchers = new ConcurrentHashMap<>();
    private volatile @Nullable Scheduler scheduler;
    private volatile Scheduler.@Nullable Worker worker;

    /** What is probed, and how. */
    record Target(Service service, HealthRule rule, Probe probe) {}

    /**
     * How one service is probed.
     *
     * @param ssl for new connections to replicas with https; null: the platform's trust
     */
    public record Probing(
            Service service,
            HealthProperties properties,
            @Nullable Supplier<SslContext> ssl) {

        private Target target() {
            return new Target(service, properties.rule(), new HttpProbe(properties, ssl));
        }
    }

    /** Probes by HTTP; nothing happens before {@link #start()}. */
    public HealthLoop(List<Probing> services, Time time, Randomness randomness) {
        this(
                services.stream().map(Probing::target).toList(),
                () -> Schedulers.newSingle("holdfast-health", true),
                time,
                randomness);
    }

    HealthLoop(List<Target> targets, Supplier<Scheduler> schedulers, Time time, Randomness randomness) {
        this.targets =
                targets.stream().collect(Collectors.toMap(t -> t.service().name(), t -> t));
        this.schedulers = schedulers;
        this.time = time;
        this.randomness = randomness;
    }

    @Override
    public synchronized void start() {
        if (worker != null) {
            return;
        }
        Scheduler s = schedulers.get();
        scheduler = s;
        worker = s.createWorker();
        for (Target target : targets.values()) {
            target.service().listen(this);
            target.service().replicas().forEach(r -> added(target.service(), r));
        }
    }

    @Override
    public synchronized void stop() {
        Scheduler.Worker w = worker;
        Scheduler s = scheduler;
        if (w == null || s == null) {
            return;
        }
        worker = null;
        targets.values().forEach(t -> t.service().unlisten(this));
        List<ReplicaWatcher> stopping = List.copyOf(watchers.values());
        watchers.clear();
        w.schedule(() -> {
            stopping.forEach(ReplicaWatcher::stop);
            w.dispose();
            s.dispose();
        });
    }

    @Override
    public boolean isRunning() {
        return worker != null;
    }

    /** Before the web server, so that the first replica is found up as early as can be; stopped after it. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void added(Service service, Replica replica) {
        Scheduler.Worker w = worker;
        Target target = targets.get(service.name());
        if (w == null || target == null) {
            return;
        }
        ReplicaWatcher watcher =
                new ReplicaWatcher(service, replica, target.probe(), target.rule(), w, time, randomness);
        if (watchers.putIfAbsent(replica, watcher) == null) {
            w.schedule(watcher::start);
        }
    }

    @Override
    public void removed(Service service, Replica replica) {
        Scheduler.Worker w = worker;
        ReplicaWatcher watcher = watchers.remove(replica);
        if (w != null && watcher != null) {
            w.schedule(watcher::stop);
        }
    }

    @Override
    public void drainChanged(Service service, Replica replica, boolean draining) {
        if (draining) {
            tell(replica, ReplicaWatcher::drained);
        }
    }

    @Override
    public void refused(Replica replica, String why) {
        tell(replica, watcher -> watcher.refused(why));
    }

    @Override
    public void lost(Replica replica, String why) {
        tell(replica, ReplicaWatcher::lost);
    }

    @Override
    public void silent(Replica replica, long silentForNanos) {
        tell(replica, ReplicaWatcher::silent);
    }

    private void tell(Replica replica, Consumer<ReplicaWatcher> what) {
        ReplicaWatcher watcher = watchers.get(replica);
        if (watcher != null) {
            what.accept(watcher);
        }
    }
}
