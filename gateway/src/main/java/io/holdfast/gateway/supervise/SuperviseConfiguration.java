package io.holdfast.gateway.supervise;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** Speaks to the supervisor of this process on the event loops that serve. */
@Configuration(proxyBeanMethods = false)
class SuperviseConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.supervise");

    @Bean
    Supervisor supervisor(ReactorResourceFactory loops) {
        return new Supervisor(
                SupervisorRule.read(System.getenv(), ProcessHandle.current().pid()),
                () -> loops.getLoopResources().onServer(true),
                why -> LOG.warn("The supervisor that started this gateway is not told that it serves: {}", why));
    }
}
