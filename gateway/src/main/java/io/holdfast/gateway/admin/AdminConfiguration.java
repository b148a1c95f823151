package io.holdfast.gateway.admin;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Services;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The endpoints, and the refusal to show them to everybody. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

    /** What Spring takes for a port that is not set. */
    private static final int PUBLIC_PORT = 8080;

    @Bean
    ReplicasEndpoint replicasEndpoint(Services services, ObjectProvider<Engines> engines, DrainActions actions) {
        return new ReplicasEndpoint(services, engines, actions);
    }

    @Bean
    ServicesHealth servicesHealthContributor(Services services) {
        return new ServicesHealth(services);
    }

    @Bean
    StatusAggregator replicaStatusAggregator() {
        return new ReplicaStatusAggregator();
    }

    /** Checked while the context is made, before any port is open. */
    @Bean
    ManagementAccess managementAccess(
            AdminProperties admin,
            ObjectProvider<ManagementServerProperties> management,
            ServerProperties server,
            Environment environment) {
        Problems problems = new Problems("", environment::getProperty);
        Integer port = server.getPort();
        // Spring has no such properties when both ports are the same one.
        ManagementServerProperties own = management.getIfAvailable();
        ListenRule.check(
                problems,
                port == null ? PUBLIC_PORT : port,
                environment.getProperty("management.server.port", int.class, PUBLIC_PORT),
                own == null ? null : own.getAddress(),
                admin.hasToken());
        if (!problems.found().isEmpty()) {
            throw new InvalidPropertiesException(problems.found());
        }
        return new ManagementAccess(admin.hasToken() ? admin.token() : null);
    }
}
