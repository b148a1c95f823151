package io.holdfast.gateway.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A named service: an immutable list of replicas, swapped as a whole when discovery finds others, and the one place
 * where a replica's health and drain flag change, so that every listener hears of each change in order.
 */
public final class Service {

    private final String name;
    private final Gate gate;
    private final List<ServiceListener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<List<Replica>> replicas = new AtomicReference<>(List.of());
    private volatile boolean panic;

    /**
     * @param name as in {@code holdfast.services.<name>}
     * @param gate the service's breaker
     */
    public Service(String name, Gate gate) {
        this.name = name;
        this.gate = gate;
    }

    public String name() {
        return name;
    }

    /** The gate of the service's own breaker (rule 9). */
    public Gate gate() {
        return gate;
    }

    /** The replicas at this moment. */
    public List<Replica> replicas() {
        return replicas.get();
    }

    /** The replica of this {@code host:port}. */
    public Optional<Replica> replica(String hostPort) {
        return replicas().stream().filter(r -> r.name().equals(hostPort)).findFirst();
    }

    /** Whether requests are being tried on replicas whose health check fails, since none is up. */
    public boolean panic() {
        return panic;
    }

    /** Told by balance when it has to pick among the unhealthy, and when it no longer has to. */
    public void panic(boolean now) {
        if (panic != now) {
            panic = now;
        }
    }

    public void listen(ServiceListener listener) {
        listeners.add(listener);
    }

    public void unlisten(ServiceListener listener) {
        listeners.remove(listener);
    }

    /** Puts the replicas that discovery found in place of the present ones. */
    public synchronized void replicas(List<Replica> next) {
        List<Replica> before = replicas.getAndSet(List.copyOf(next));
        for (Replica gone : before) {
            if (!next.contains(gone)) {
                listeners.forEach(l -> l.removed(this, gone));
            }
        }
        for (Replica fresh : next) {
            if (!before.contains(fresh)) {
                listeners.forEach(l -> l.added(this, fresh));
            }
        }
    }

    /** Puts a new health snapshot; listeners hear of it when phase or reason changed. */
    public synchronized void health(Replica replica, Health next) {
        Health before = replica.health();
        replica.health(next);
        if (before.phase() != next.phase() || before.reason() != next.reason()) {
            listeners.forEach(l -> l.healthChanged(this, replica, before, next));
        }
    }

    /** Sets the drain flag; listeners hear of a change. */
    public synchronized void draining(Replica replica, boolean draining) {
        if (replica.draining() != draining) {
            replica.draining(draining);
            listeners.forEach(l -> l.drainChanged(this, replica, draining));
        }
    }

    /** Told by a replica's breaker when its gate changed. */
    public void gateChanged(Replica replica, Gate.State before, Gate.State now) {
        listeners.forEach(l -> l.gateChanged(this, replica, before, now));
    }

    @Override
    public String toString() {
        return name;
    }
}
