package io.holdfast.gateway.route;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problem;
import io.holdfast.gateway.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Compiles the routes for the fast lane: once before the port is open, and each time Spring Cloud Gateway has read its
 * routes anew. Routes that are wrong stop the start; later they leave the table as it was.
 */
final class RouteLoader implements SmartLifecycle, ApplicationListener<RefreshRoutesResultEvent> {

    private static final Logger LOG = LoggerFactory.getLogger("holdfast.routes");
    static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";
    private static final long PATIENCE_SECONDS = 30;

    private final RouteLocator routes;
    private final RouteDefinitionLocator definitions;
    private final DefinitionCheck check;
    private final RouteCompiler compiler;
    private final FastLane fastLane;
    private final Services services;
    private volatile boolean running;

    RouteLoader(
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            DefinitionCheck check,
            RouteCompiler compiler,
            FastLane fastLane,
            Services services) {
        this.routes = routes;
        this.definitions = definitions;
        this.check = check;
        this.compiler = compiler;
        this.fastLane = fastLane;
        this.services = services;
    }

    /** Before the web server. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public void start() {
        put(read().toFuture().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join());
        running = true;
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public void onApplicationEvent(RefreshRoutesResultEvent event) {
        if (!running) {
            return;
        }
        if (event.isSuccess()) {
            read().subscribe(this::putOrKeep, RouteLoader::kept);
        } else {
            kept(Exceptions.unwrap(event.getThrowable()));
        }
    }

    private void putOrKeep(RouteTable table) {
        try {
            put(table);
        } catch (InvalidPropertiesException e) {
            kept(e);
        }
    }

    private static void kept(Throwable error) {
        Throwable reason = NestedExceptionUtils.getMostSpecificCause(error);
        LOG.error(
                "The routes stay as they were: {}{}",
                error.getMessage(),
                reason == error ? "" : " (" + reason.getMessage() + ")");
    }

    private Mono<RouteTable> read() {
        return definitions.getRouteDefinitions().collectList().flatMap(all -> {
            // Before Spring makes routes of them, as it then tells the first one only, by a stack trace.
            List<Problem> problems = check.problems(all);
            if (!problems.isEmpty()) {
                return Mono.error(new InvalidPropertiesException(problems));
            }
            Map<String, RouteDefinition> byId =
                    all.stream().collect(Collectors.toMap(RouteDefinition::getId, d -> d, (first, second) -> first));
            return routes.getRoutes().collectList().map(inOrder -> compile(inOrder, byId));
        });
    }

    /** In the order of the routes; one that was made in code has no definition. */
    private RouteTable compile(List<Route> inOrder, Map<String, RouteDefinition> byId) {
        return new RouteTable(inOrder.stream()
                .map(route -> {
                    RouteDefinition definition = byId.get(route.getId());
                    return definition == null
                            ? RouteCompiler.made(route.getId(), route.getUri())
                            : compiler.compile(definition);
                })
                .toList());
    }

    private void put(RouteTable next) {
        List<Problem> problems = problems(next);
        if (!problems.isEmpty()) {
            throw new InvalidPropertiesException(problems);
        }
        boolean same = lanes(next).equals(lanes(fastLane.table()));
        fastLane.table(next);
        if (!same) {
            lanes(next).forEach(lane -> LOG.info("{}", lane));
        }
    }

    private List<Problem> problems(RouteTable table) {
        List<Problem> problems = new ArrayList<>();
        if (table.routes().isEmpty() && services.all().isEmpty()) {
            problems.add(new Problem(
                    "holdfast.services",
                    null,
                    "a service and its replicas, such as holdfast.services.api.replicas: http://127.0.0.1:8001"));
        }
        if (table.routes().isEmpty() && services.all().size() > 1) {
            problems.add(new Problem(
                    ROUTES, null, "a route to each of the services " + names() + ", since there are several"));
        }
        for (CompiledRoute route : table.routes()) {
            String service = route.service();
            if (service != null && services.find(service).isEmpty()) {
                problems.add(new Problem(
                        ROUTES + ": route " + route.lane().route() + ": uri",
                        ExchangeFilter.SCHEME + "://" + service,
                        ExchangeFilter.SCHEME + ":// and one of " + names()));
            }
        }
        return problems;
    }

    private String names() {
        return services.all().stream().map(s -> s.name()).collect(Collectors.joining(", "));
    }

    private static List<Lane> lanes(RouteTable table) {
        return table.routes().stream().map(CompiledRoute::lane).toList();
    }
}
