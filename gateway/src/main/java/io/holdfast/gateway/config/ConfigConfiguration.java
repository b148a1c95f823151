package io.holdfast.gateway.config;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Lets {@link Checkable} properties tell all their problems at once. */
@Configuration(proxyBeanMethods = false)
class ConfigConfiguration {

    @Bean
    static ConfigurationPropertiesBindHandlerAdvisor collectingBindHandlerAdvisor() {
        return CollectingBindHandler::new;
    }
}
