package io.holdfast.gateway.route;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problem;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** Properties of older versions of Spring Cloud Gateway, which this one does not look at and does not miss. */
final class MovedProperties {

    private static final String OLD = "spring.cloud.gateway.";
    private static final String NEW = "spring.cloud.gateway.server.webflux.";
    private static final List<String> NAMES =
            List.of("routes", "default-filters", "globalcors", "trusted-proxies", "discovery", "httpclient");

    private MovedProperties() {}

    /**
     * Stops the start when one of them is there.
     *
     * @throws InvalidPropertiesException when one is
     */
    static void refuse(Environment environment) {
        Map<String, Object> there = Binder.get(environment)
                .bind(OLD.substring(0, OLD.length() - 1), Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
        List<Problem> problems = NAMES.stream()
                .filter(there::containsKey)
                .map(name -> new Problem(OLD + name, "no such property", NEW + name))
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidPropertiesException(problems);
        }
    }
}
