package io.holdfast.gateway.breaker;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerEvent;
import io.github.resilience4j.consumer.EventConsumerRegistry;
import io.holdfast.gateway.service.Time;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
}
