package io.holdfast.gateway;

import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.drain.DrainFile;
import io.holdfast.gateway.drain.Drains;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.service.Time;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps the words on drains, and lets operators say them. */
@Configuration(proxyBeanMethods = false)
class DrainConfiguration {

    private static final int DEFAULT_PORT = 8080;

    @Bean
    DrainFile drainFile(HoldfastProperties properties, ServerProperties server) {
        Integer port = server.getPort();
        return new DrainFile(StateFolderRule.folder(
                properties.stateDir(),
                port == null ? DEFAULT_PORT : port,
                System.getenv(),
                System.getProperty("user.home", ".")));
    }

    /** What was said before the restart is known before the first replica is. */
    @Bean(initMethod = "start")
    Drains drains(Services services, DrainFile file, Time time) {
        return new Drains(services, file, time);
    }

    @Bean
    DrainActions drainActions(Services services, Drains drains) {
        return new DrainActions(services, drains);
    }
}
