package io.holdfast.gateway.admin;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problem;
import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Services;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementServerProperties;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The endpoints, and the refusal to show them to everybody. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {

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
            ManagementServerProperties management,
            ServerProperties server,
            Environment environment) {
        ListenRule.Port port =
                switch (ManagementPortType.get(environment)) {
                    case DISABLED -> ListenRule.Port.NONE;
                    case SAME -> ListenRule.Port.PUBLIC;
                    case DIFFERENT -> ListenRule.Port.OWN;
                };
        String beyond = ListenRule.beyondLoopback(port, management.getAddress(), server.getAddress());
        if (beyond != null && !admin.hasToken()) {
            throw new InvalidPropertiesException(List.of(new Problem(
                    "holdfast.admin.token",
                    null,
                    "a token, since the management port listens on " + beyond
                            + "; or management.server.address: 127.0.0.1")));
        }
        return new ManagementAccess(admin.hasToken() ? admin.token() : null);
    }
}
