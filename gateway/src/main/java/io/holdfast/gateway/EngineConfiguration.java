package io.holdfast.gateway;

import io.holdfast.gateway.balance.BalanceProperties;
import io.holdfast.gateway.balance.Balancers;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.exchange.ExchangeSettings;
import io.holdfast.gateway.exchange.HedgeDelay;
import io.holdfast.gateway.exchange.RetryBudget;
import io.holdfast.gateway.exchange.StaleAnswers;
import io.holdfast.gateway.health.HealthLoop;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.metrics.ExchangeMeters;
import io.holdfast.gateway.route.EntranceStop;
import io.holdfast.gateway.route.StickyKeys;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.stream.Continuations;
import io.holdfast.gateway.upstream.Upstream;
import io.holdfast.gateway.upstream.UpstreamSettings;
import io.holdfast.gateway.websocket.ServiceSockets;
import io.holdfast.gateway.websocket.WebSockets;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.SslContext;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/** Makes the engine of each service, and what carries its WebSockets. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    /** How many retries are always afforded in ten seconds. */
    private static final int BUDGET_FLOOR = 20;

    /** Idle connections kept per event loop and replica. */
    private static final int MOST_IDLE = 1024;

    @Bean
    Engines engines(
            HoldfastProperties properties,
            Services services,
            Balancers balancers,
            HealthLoop health,
            MeterRegistry meters,
            ReplicaTls tls,
            Time time,
            Randomness randomness) {
        return new Engines(ofEach(
                services,
                service -> engine(
                        service,
                        properties.services().get(service.name()),
                        properties.expose(),
                        balancers,
                        health,
                        new ExchangeMeters(meters, service),
                        tls.of(service.name()),
                        time,
                        randomness)));
    }

    private static Engine engine(
            Service service,
            ServiceProperties p,
            boolean expose,
            Balancers balancers,
            HealthLoop health,
            ExchangeMeters meters,
            Supplier<SslContext> ssl,
            Time time,
            Randomness randomness) {
        Upstream upstream = new Upstream(upstream(p, ssl), health, time);
        HoldRoom hold = new HoldRoom(
                service, p.hold().maxRequests(), p.hold().maxBytes().toBytes());
        service.listen(upstream);
        service.listen(hold);
        return new Engine(
                service,
                balancers.find(service.name()).orElseThrow(),
                upstream,
                hold,
                new RetryBudget(p.retry().budgetShare(), BUDGET_FLOOR),
                exchange(p, expose),
                new Continuations(p.stream()),
                health,
                p.staleIfError().maxAge().isZero()
                        ? null
                        : new StaleAnswers(p.staleIfError().maxAge().toNanos()),
                meters,
                time,
                randomness);
    }

    private static UpstreamSettings upstream(ServiceProperties p, Supplier<SslContext> ssl) {
        return new UpstreamSettings(
                p.timeouts().connect().toNanos(),
                p.timeouts().firstByte().toNanos(),
                p.timeouts().idle().toNanos(),
                p.suspect().after().nanos(),
                UpstreamSettings.KEEP_IDLE_NANOS,
                MOST_IDLE,
                ssl);
    }

    private static ExchangeSettings exchange(ServiceProperties p, boolean expose) {
        return new ExchangeSettings(
                p.retry().max(),
                p.retry().statuses(),
                p.retry().backoff(),
                (int) p.retry().replayBuffer().toBytes(),
                p.retry().idempotencyKey(),
                p.timeouts().total().nanos(),
                new HedgeDelay(p.hedge().nanos()),
                p.hold().maxWait().toNanos(),
                (int) p.stream().wholeBodyUnder().toBytes(),
                expose);
    }

    @Bean
    ServiceSockets serviceSockets(HoldfastProperties properties, Services services, Engines engines) {
        return new ServiceSockets(ofEach(services, service -> {
            // A room of its own: its rounds pace the dialling, and sockets do not crowd out requests.
            HoldRoom room = WebSockets.room(service);
            WebSockets sockets = new WebSockets(
                    engines.find(service.name()),
                    properties.services().get(service.name()).websocket().settings(),
                    room);
            service.listen(room);
            service.listen(sockets);
            return sockets;
        }));
    }

    @Bean
    EntranceStop.Grace grace(HoldfastProperties properties) {
        return new EntranceStop.Grace(properties.grace());
    }

    /** Event loops of this gateway alone, which end with it at once: whatever is under way has been waited for. */
    @Bean
    ReactorResourceFactory reactorResourceFactory() {
        ReactorResourceFactory factory = new ReactorResourceFactory();
        factory.setUseGlobalResources(false);
        factory.setShutdownQuietPeriod(Duration.ZERO);
        return factory;
    }

    @Bean
    StickyKeys stickyKeys(HoldfastProperties properties) {
        return new StickyKeys(properties.services().entrySet().stream()
                .filter(e -> e.getValue().balance().policy() == BalanceProperties.Policy.STICKY)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> e.getValue().balance().sticky())));
    }

    private static <T> Map<String, T> ofEach(Services services, Function<Service, T> make) {
        return services.all().stream().collect(Collectors.toMap(Service::name, make));
    }
}
