package io.holdfast.gateway;

import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;

/** The package-private configuration of the config package, as the application's scan finds it. */
@Configuration(proxyBeanMethods = false)
@ComponentScan("io.holdfast.gateway.config")
class ConfigImport {}
