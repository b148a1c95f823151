package io.holdfast.gateway.admin;

import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Puts the filter where the endpoints are: into the context of the management port, or into the application's when there
 * is none. Named in {@code META-INF/spring}, and no stereotype, so that the application's scan does not find it as well.
 */
class ManagementFilterConfiguration {

    @Bean
    AccessFilter holdfastAccessFilter(
            ManagementAccess access, WebEndpointProperties endpoints, Environment environment) {
        String basePath = endpoints.getBasePath();
        boolean own = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
        return new AccessFilter(access.rule(basePath), own ? "" : basePath);
    }

    @Bean
    WrongOrderHandler holdfastWrongOrderHandler(WebEndpointProperties endpoints) {
        return new WrongOrderHandler(endpoints.getBasePath() + "/replicas/");
    }
}
