package io.holdfast.gateway.metrics;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.ReplicaState;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.upstream.Loss;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToIntFunction;

/** Gauges of services and of the replicas that they have at the moment: they come and go with their replica. */
public final class ReplicaMeters implements MeterBinder {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final Services services;
    private final ToIntFunction<Service> holding;

    /**
     * @param holding how many requests of a service wait
     */
    public ReplicaMeters(Services services, ToIntFunction<Service> holding) {
        this.services = services;
        this.holding = holding;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Service service : services.all()) {
            bind(registry, service);
            service.listen(new ServiceListener() {
                @Override
                public void added(Service of, Replica replica) {
                    bind(registry, replica);
                }

                @Override
                public void removed(Service of, Replica replica) {
                    unbind(registry, replica);
                }
            });
            service.replicas().forEach(replica -> bind(registry, replica));
        }
    }

    private void bind(MeterRegistry registry, Service service) {
        Tags tags = Tags.of(MeterNames.SERVICE, service.name());
        Gauge.builder(MeterNames.SERVICE_PANIC, service, s -> s.panic() ? 1 : 0)
                .description("Whether requests go to replicas whose health check fails, since none is up")
                .tags(tags)
                .register(registry);
        Gauge.builder(MeterNames.SERVICE_HOLDING, service, holding::applyAsInt)
                .description("Requests that wait for a replica")
                .tags(tags)
                .register(registry);
        for (Gate.State state : Gate.State.values()) {
            Gauge.builder(MeterNames.SERVICE_BREAKER, service, s -> s.gate().state() == state ? 1 : 0)
                    .description("1 for the state of the service's breaker")
                    .tags(tags.and(MeterNames.STATE, state.name()))
                    .register(registry);
        }
    }

    private static void bind(MeterRegistry registry, Replica replica) {
        Tags tags = tags(replica);
        for (ReplicaState state : ReplicaState.values()) {
            Gauge.builder(MeterNames.REPLICA_STATE, replica, r -> r.state() == state ? 1 : 0)
                    .description("1 for the state that the replica is in")
                    .tags(tags.and(MeterNames.STATE, state.name()))
                    .register(registry);
        }
        for (Gate.State state : Gate.State.values()) {
            Gauge.builder(MeterNames.REPLICA_BREAKER, replica, r -> r.gate().state() == state ? 1 : 0)
                    .description("1 for the state of the replica's breaker")
                    .tags(tags.and(MeterNames.STATE, state.name()))
                    .register(registry);
        }
        Gauge.builder(MeterNames.REPLICA_IN_FLIGHT, replica, r -> r.inFlight().get())
                .description("HTTP attempts under way, event streams included")
                .tags(tags)
                .register(registry);
        Gauge.builder(MeterNames.REPLICA_WEB_SOCKETS, replica, r -> r.webSockets()
                        .get())
                .description("WebSockets attached")
                .tags(tags)
                .register(registry);
        Gauge.builder(MeterNames.REPLICA_STREAMS, replica, r -> r.streams().get())
                .description("Event streams attached")
                .tags(tags)
                .register(registry);
        Gauge.builder(MeterNames.REPLICA_LATENCY, replica, r -> r.load().millis() / MILLIS_PER_SECOND)
                .description("Average time to the first byte of an answer, peaks counting most")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry);
        FunctionCounter.builder(
                        MeterNames.REPLICA_RESTARTS, replica, r -> r.health().restarts())
                .description("How often another process came in its place")
                .tags(tags)
                .register(registry);
        // From the first moment: Prometheus sees no increase in a counter that begins at 1.
        retried(registry, replica);
        cut(registry, replica);
        for (Loss.Kind kind : Loss.Kind.values()) {
            losses(registry, replica, kind);
        }
    }

    static Counter losses(MeterRegistry registry, Replica replica, Loss.Kind kind) {
        return Counter.builder(MeterNames.REPLICA_LOSSES)
                .description("Attempts that ended by a loss")
                .tags(tags(replica).and(MeterNames.KIND, ExchangeMeters.dashed(kind)))
                .register(registry);
    }

    static Counter retried(MeterRegistry registry, Replica from) {
        return Counter.builder(MeterNames.REPLICA_RETRIED)
                .description("Attempts after which another one was made")
                .tags(tags(from))
                .register(registry);
    }

    static Counter cut(MeterRegistry registry, Replica replica) {
        return Counter.builder(MeterNames.REPLICA_CUT)
                .description("Answers cut since they could not be made whole")
                .tags(tags(replica))
                .register(registry);
    }

    /** Takes away all that is told of a replica, by whomever. */
    private static void unbind(MeterRegistry registry, Replica replica) {
        Tags tags = tags(replica);
        for (Meter meter : registry.getMeters()) {
            if (meter.getId().getName().startsWith("holdfast.replica.")
                    && tags.stream()
                            .allMatch(tag -> tag.getValue().equals(meter.getId().getTag(tag.getKey())))) {
                registry.remove(meter);
            }
        }
    }

    static Tags tags(Replica replica) {
        return Tags.of(MeterNames.SERVICE, replica.service(), MeterNames.REPLICA, replica.name());
    }
}
