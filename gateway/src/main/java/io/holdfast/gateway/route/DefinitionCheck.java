package io.holdfast.gateway.route;

import io.holdfast.gateway.config.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteDefinition;

/** Finds names of predicates and filters that Spring Cloud Gateway does not have. */
final class DefinitionCheck {

    private final Set<String> predicates = new TreeSet<>();
    private final Set<String> filters = new TreeSet<>();
    private final List<FilterDefinition> defaultFilters;

    DefinitionCheck(
            List<RoutePredicateFactory<?>> predicates,
            List<GatewayFilterFactory<?>> filters,
            List<FilterDefinition> defaultFilters) {
        predicates.forEach(factory -> this.predicates.add(factory.name()));
        filters.forEach(factory -> this.filters.add(factory.name()));
        this.defaultFilters = defaultFilters;
    }

    List<Problem> problems(List<RouteDefinition> routes) {
        List<Problem> problems = new ArrayList<>();
        for (RouteDefinition route : routes) {
            String here = RouteLoader.ROUTES + ": route " + route.getId();
            route.getPredicates().forEach(p -> check(problems, here + ": predicates", p.getName(), predicates));
            route.getFilters().forEach(f -> check(problems, here + ": filters", f.getName(), filters));
        }
        defaultFilters.forEach(
                f -> check(problems, "spring.cloud.gateway.server.webflux.default-filters", f.getName(), filters));
        return problems;
    }

    private static void check(List<Problem> problems, String where, String name, Set<String> known) {
        if (!known.contains(name)) {
            problems.add(new Problem(where, name, "one of " + String.join(", ", known)));
        }
    }
}
