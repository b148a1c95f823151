package io.holdfast.gateway;

import io.holdfast.gateway.admin.AdminProperties;
import io.holdfast.gateway.balance.Balancers;
import io.holdfast.gateway.breaker.BreakerProperties;
import io.holdfast.gateway.breaker.Breakers;
import io.holdfast.gateway.discovery.Discovery;
import io.holdfast.gateway.discovery.ReplicaFactory;
import io.holdfast.gateway.health.HealthLoop;
import io.holdfast.gateway.route.LimitsProperties;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.service.Time;
import java.util.List;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the services of the configuration, and what finds, watches, gates and chooses their replicas. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HoldfastProperties.class)
class ServiceConfiguration {

    @Bean
    Time time() {
        return Time.system();
    }

    @Bean
    Randomness randomness() {
        return Randomness.system();
    }

    @Bean
    AdminProperties adminProperties(HoldfastProperties properties) {
        return properties.admin();
    }

    @Bean
    LimitsProperties limitsProperties(HoldfastProperties properties) {
        return properties.limits();
    }

    @Bean
    Services services(HoldfastProperties properties, Breakers breakers) {
        return new Services(properties.services().entrySet().stream()
                .map(e -> {
                    Service service = new Service(
                            e.getKey(),
                            breakers.service(e.getKey(), e.getValue().breaker()));
                    service.listen(breakers);
                    return service;
                })
                .toList());
    }

    @Bean
    ReplicaFactory replicaFactory(HoldfastProperties properties, Breakers breakers, Time time) {
        return (service, url, serverName) -> {
            BreakerProperties breaker =
                    properties.services().get(service.name()).breaker();
            Gate gate = breakers.replica(service.name(), Replica.nameOf(url), breaker);
            Replica replica = new Replica(service.name(), url, serverName, gate, time);
            breakers.bind(service, replica);
            return replica;
        };
    }

    @Bean
    Discovery discovery(HoldfastProperties properties, Services services, ReplicaFactory factory, Time time) {
        List<Discovery.Source> sources = services.all().stream()
                .map(service -> {
                    ServiceProperties p = properties.services().get(service.name());
                    return new Discovery.Source(service, p.replicas(), p.dns());
                })
                .toList();
        return new Discovery(sources, factory, time);
    }

    @Bean
    ReplicaTls replicaTls(HoldfastProperties properties, SslBundles bundles) {
        return new ReplicaTls(properties.services(), bundles);
    }

    @Bean
    HealthLoop healthLoop(
            HoldfastProperties properties, Services services, ReplicaTls tls, Time time, Randomness randomness) {
        List<HealthLoop.Probing> probing = services.all().stream()
                .map(service -> new HealthLoop.Probing(
                        service, properties.services().get(service.name()).health(), tls.of(service.name())))
                .toList();
        return new HealthLoop(probing, time, randomness);
    }

    @Bean
    Balancers balancers(HoldfastProperties properties, Services services, Randomness randomness) {
        return Balancers.of(services, name -> properties.services().get(name).balance(), randomness);
    }
}
