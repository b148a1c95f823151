package io.holdfast.gateway.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.holdfast.gateway.service.Time;
import org.springframework.cloud.circuitbreaker.resilience4j.ReactiveResilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Puts the breakers into the application's registry. */
@Configuration(proxyBeanMethods = false)
class BreakerConfiguration {

    @Bean
    Breakers breakers(CircuitBreakerRegistry registry, Time time) {
        return new Breakers(registry, time);
    }

    @Bean
    EventConsumerRegistry<CircuitBreakerEvent> breakerEvents() {
        return new BreakerEvents();
    }

    /** The breakers of Spring's CircuitBreaker filter count without a lock, since event loops meet at them. */
    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE) // a customizer of the user's has the last word
    Customizer<ReactiveResilience4JCircuitBreakerFactory> filterBreakersWithoutLock() {
        return factory -> factory.configureDefault(id -> new Resilience4JConfigBuilder(id)
                .circuitBreakerConfig(
                        withoutLock(factory.getCircuitBreakerRegistry().getDefaultConfig()))
                .timeLimiterConfig(factory.getTimeLimiterRegistry().getDefaultConfig())
                .build());
    }

    private static CircuitBreakerConfig withoutLock(CircuitBreakerConfig config) {
        return CircuitBreakerConfig.from(config)
                .slidingWindow(
                        config.getSlidingWindowSize(),
                        config.getMinimumNumberOfCalls(),
                        config.getSlidingWindowType(),
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .build();
    }
}
