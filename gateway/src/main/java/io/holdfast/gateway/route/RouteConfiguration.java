package io.holdfast.gateway.route;

import io.holdfast.gateway.config.InvalidPropertiesException;
import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.websocket.ServiceSockets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.reactor.netty.NettyRouteProvider;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.cloud.gateway.config.GatewayProperties;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.RouteDefinitionLocator;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Puts the two entrances in place. */
@Configuration(proxyBeanMethods = false)
class RouteConfiguration {

    private static final String STOCK = "org.springframework.cloud.gateway.";

    @Bean
    ForwardedHeaders forwardedHeaders(GatewayProperties gateway) {
        String trusted = gateway.getTrustedProxies();
        Problems problems = new Problems("spring.cloud.gateway.server.webflux", name -> null);
        Pattern pattern = problems.pattern("trusted-proxies", trusted == null || trusted.isBlank() ? null : trusted);
        if (!problems.found().isEmpty()) {
            throw new InvalidPropertiesException(problems.found());
        }
        return new ForwardedHeaders(pattern);
    }

    @Bean
    WebSocketEntrance webSocketEntrance(ServiceSockets sockets) {
        return new WebSocketEntrance(sockets.byService());
    }

    @Bean
    ExchangeFilter exchangeFilter(
            Engines engines,
            WebSocketEntrance webSockets,
            ForwardedHeaders forwarded,
            StickyKeys stickyKeys,
            ObjectProvider<HttpHeadersFilter> headerFilters) {
        return new ExchangeFilter(
                engines,
                webSockets,
                forwarded,
                stickyKeys,
                headerFilters
                        .orderedStream()
                        .filter(f -> !f.getClass().getName().startsWith(STOCK))
                        .toList());
    }

    @Bean
    AnswerWriteFilter answerWriteFilter() {
        return new AnswerWriteFilter();
    }

    @Bean
    FastLane fastLane(
            Engines engines, WebSocketEntrance webSockets, ForwardedHeaders forwarded, StickyKeys stickyKeys) {
        return new FastLane(engines, webSockets, forwarded, stickyKeys);
    }

    /** One predicate over a table that a refresh swaps; what it does not take goes on to Spring's handler. */
    @Bean
    NettyRouteProvider fastLaneRoutes(FastLane fastLane, EntryLimits limits) {
        return routes -> routes.route(limits::refuses, EntryLimits::refuse)
                .route(RefusedMethods::takes, RefusedMethods::serve)
                .route(fastLane::takes, fastLane::serve)
                .route(FastLane::leaves, fastLane::serve);
    }

    @Bean
    EntryLimits entryLimits(
            LimitsProperties limits, ClientConnections connections, ForwardedHeaders forwarded, Time time) {
        return new EntryLimits(limits, connections, forwarded.trusted(), time);
    }

    @Bean
    NettyServerCustomizer publicPort(LimitsProperties limits, Environment environment, Time time) {
        Duration idle = environment.getProperty("server.netty.idle-timeout", Duration.class, Duration.ZERO);
        return new PublicPort(limits, idle, time);
    }

    @Bean
    ClientConnections clientConnections(LimitsProperties limits) {
        return new ClientConnections(limits.connections());
    }

    @Bean
    EntranceStop entranceStop(
            ClientConnections clients,
            Engines engines,
            ServiceSockets sockets,
            DrainActions drains,
            EntranceStop.Grace grace,
            Time time) {
        return new EntranceStop(clients, engines, sockets, drains, grace, time);
    }

    @Bean
    RouteDefinitionLocator defaultRoute(GatewayProperties gateway, Services services) {
        return new DefaultRoute(gateway, services);
    }

    @Bean
    RouteLoader routeLoader(
            RouteLocator routes,
            RouteDefinitionLocator definitions,
            GatewayProperties gateway,
            List<RoutePredicateFactory<?>> predicates,
            List<GatewayFilterFactory<?>> filters,
            Environment environment,
            FastLane fastLane,
            Services services) {
        MovedProperties.refuse(environment);
        return new RouteLoader(
                routes,
                definitions,
                new DefinitionCheck(predicates, filters, gateway.getDefaultFilters()),
                new RouteCompiler(gateway.getDefaultFilters()),
                fastLane,
                services);
    }
}
