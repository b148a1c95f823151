package io.holdfast.gateway.breaker;

import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.CircularEventConsumer;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What {@code /actuator/circuitbreakerevents} shows: everything but successes, which would drive all else out of the
 * buffers within a blink.
 */
final class BreakerEvents implements EventConsumerRegistry<CircuitBreakerEvent> {

    private final Map<String, CircularEventConsumer<CircuitBreakerEvent>> consumers = new ConcurrentHashMap<>();

    private static final class Consumer extends CircularEventConsumer<CircuitBreakerEvent> {

        Consumer(int size) {
            super(size);
        }

        @Override
        public void consumeEvent(CircuitBreakerEvent event) {
            if (event.getEventType() != CircuitBreakerEvent.Type.SUCCESS) {
                super.consumeEvent(event);
            }
        }
    }

    @Override
    public CircularEventConsumer<CircuitBreakerEvent> createEventConsumer(String id, int bufferSize) {
        CircularEventConsumer<CircuitBreakerEvent> consumer = new Consumer(bufferSize);
        consumers.put(id, consumer);
        return consumer;
    }

    @Override
    public @Nullable CircularEventConsumer<CircuitBreakerEvent> removeEventConsumer(String id) {
        return consumers.remove(id);
    }

    @Override
    public @Nullable CircularEventConsumer<CircuitBreakerEvent> getEventConsumer(String id) {
        return consumers.get(id);
    }

    @Override
    public List<CircularEventConsumer<CircuitBreakerEvent>> getAllEventConsumer() {
        return List.copyOf(consumers.values());
    }
}
