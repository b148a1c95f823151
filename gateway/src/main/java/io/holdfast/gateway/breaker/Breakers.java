package io.holdfast.gateway.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import io.holdfast.gateway.service.Time;
import java.time.Duration;

/**
 * The breakers of all services and replicas, kept in the application's Resilience4j registry, so that its endpoints and
 * meters show them: {@code holdfast.<service>} and {@code holdfast.<service>.<host:port>}.
 */
public final class Breakers implements ServiceListener {

    /** Resilience4j always judges slowness; nothing is slower than this. */
    private static final Duration NEVER_SLOW = Duration.ofDays(365);

    private final CircuitBreakerRegistry registry;
    private final Time time;

    public Breakers(CircuitBreakerRegistry registry, Time time) {
        this.registry = registry;
        this.time = time;
    }

    /** The gate of a service. */
    public Gate service(String service, BreakerProperties properties) {
        return gate(name(service), properties.ofService());
    }

    /** The gate of a replica; {@link #bind} follows as soon as the replica is made with it. */
    public Gate replica(String service, String replica, BreakerProperties properties) {
        return gate(name(service) + "." + replica, properties);
    }

    /** From now on the service hears of changes of this replica's gate. */
    public void bind(Service service, Replica replica) {
        if (replica.gate() instanceof BreakerGate gate) {
            gate.onChange((before, now) -> service.gateChanged(replica, before, now));
        }
    }

    /** A replica that is gone leaves no breaker behind. */
    @Override
    public void removed(Service service, Replica replica) {
        registry.remove(name(replica.service()) + "." + replica.name());
    }

    private Gate gate(String name, BreakerProperties properties) {
        CircuitBreaker breaker = registry.circuitBreaker(name, config(properties));
        return new BreakerGate(breaker, time, properties.openFor().toNanos());
    }

    private static String name(String service) {
        return "holdfast." + service;
    }

    private static CircuitBreakerConfig config(BreakerProperties p) {
        Duration slow = p.slowCall().duration();
        return CircuitBreakerConfig.custom()
                .failureRateThreshold(p.failureRate())
                .slowCallRateThreshold(slow == null ? 100 : p.failureRate())
                .slowCallDurationThreshold(slow == null ? NEVER_SLOW : slow)
                .slidingWindow(
                        p.window(),
                        p.minimum(),
                        SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .waitDurationInOpenState(p.openFor())
                .automaticTransitionFromOpenToHalfOpenEnabled(true)
                .permittedNumberOfCallsInHalfOpenState(p.halfOpen())
                .writableStackTraceEnabled(false)
                .build();
    }
}
