package io.holdfast.gateway.metrics;

import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Services;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Brings the gauges to every registry. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {

    @Bean
    ReplicaMeters replicaMeters(Services services, ObjectProvider<Engines> engines) {
        return new ReplicaMeters(services, service -> {
            Engines all = engines.getIfAvailable();
            Engine engine = all == null ? null : all.find(service.name());
            return engine == null ? 0 : engine.hold().size();
        });
    }
}
