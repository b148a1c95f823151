package io.holdfast.gateway.metrics;

import io.holdfast.gateway.exchange.ExchangeEvents;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.upstream.Loss;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Counts what happens in the exchanges of one service. What every request does is looked up once, at the start. */
public final class ExchangeMeters implements ExchangeEvents {

    private static final int CLASSES = 6;
    private static final int PER_CLASS = 100;

    private final MeterRegistry registry;
    private final Service service;
    private final Timer[] answers = new Timer[CLASSES];
    private final Map<Saved, Counter> saved = new EnumMap<>(Saved.class);
    private final Counter held;
    private final Counter clientsGone;

    public ExchangeMeters(MeterRegistry registry, Service service) {
        this.registry = registry;
        this.service = service;
        Tags tags = Tags.of(MeterNames.SERVICE, service.name());
        for (int i = 1; i < CLASSES; i++) {
            answers[i] = Timer.builder(MeterNames.SERVICE_ANSWERS)
                    .description("From a request to the head of its answer, all attempts and waits included")
                    .tags(tags.and(MeterNames.OUTCOME, i + "xx"))
                    .register(registry);
        }
        for (Saved what : Saved.values()) {
            saved.put(
                    what,
                    Counter.builder(MeterNames.SERVICE_SAVED)
                            .description("What clients were spared")
                            .tags(tags.and(MeterNames.WHAT, dashed(what)))
                            .register(registry));
        }
        held = Counter.builder(MeterNames.SERVICE_HELD)
                .description("Requests that had to wait for a replica")
                .tags(tags)
                .register(registry);
        clientsGone = Counter.builder(MeterNames.SERVICE_CLIENTS_GONE)
                .description("Clients that left before their answer")
                .tags(tags)
                .register(registry);
    }

    static String dashed(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void lost(Replica replica, Loss loss) {
        count(replica, () -> ReplicaMeters.losses(registry, replica, loss.kind()));
    }

    @Override
    public void retried(Replica from) {
        count(from, () -> ReplicaMeters.retried(registry, from));
    }

    @Override
    public void cut(Replica replica, String why) {
        count(replica, () -> ReplicaMeters.cut(registry, replica));
    }

    /** What still happens to a replica that is gone is not counted: its meters would come back, for ever. */
    private void count(Replica replica, Supplier<Counter> counter) {
        if (service.replicas().contains(replica)) {
            Counter found = counter.get();
            found.increment();
            if (!service.replicas().contains(replica)) { // gone meanwhile
                registry.remove(found);
            }
        }
    }

    @Override
    public void held() {
        held.increment();
    }

    @Override
    public void saved(Saved what) {
        saved.get(what).increment();
    }

    @Override
    public void answered(int status, int attempts, long nanos) {
        int statusClass = status / PER_CLASS;
        if (statusClass >= 1 && statusClass < CLASSES) {
            answers[statusClass].record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void clientGone() {
        clientsGone.increment();
    }
}
