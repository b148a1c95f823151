package io.holdfast.gateway.route;

import io.holdfast.gateway.service.Services;
import java.net.URI;
import java.util.List;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import reactor.core.publisher.Flux;

/** Without any route in the configuration, {@code /**} goes to the only service. */
final class DefaultRoute implements RouteDefinitionLocator {

    static final String ID = "default";

    private final GatewayProperties gateway;
    private final Services services;

    DefaultRoute(GatewayProperties gateway, Services services) {
        this.gateway = gateway;
        this.services = services;
    }

    @Override
    public Flux<RouteDefinition> getRouteDefinitions() {
        if (!gateway.getRoutes().isEmpty() || services.all().size() != 1) {
            return Flux.empty();
        }
        RouteDefinition route = new RouteDefinition();
        route.setId(ID);
        route.setOrder(Integer.MAX_VALUE); // behind routes that come from elsewhere
        route.setUri(URI.create(
                ExchangeFilter.SCHEME + "://" + services.all().iterator().next().name()));
        route.setPredicates(List.of(new PredicateDefinition("Path=/**")));
        return Flux.just(route);
    }
}
