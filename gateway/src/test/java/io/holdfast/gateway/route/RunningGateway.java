package io.holdfast.gateway.route;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.holdfast.gateway.HoldfastGateway;
import io.holdfast.gateway.discovery.ReplicaFactory;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.testing.Endpoint;
import io.holdfast.gateway.testing.LeaksFailTheRun;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.RawClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole application on ports of its own; a test puts its scripted replicas behind a service. */
final class RunningGateway implements AutoCloseable {

    private final ConfigurableApplicationContext context;

    private RunningGateway(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** Started with these properties, each {@code name=value}. */
    static RunningGateway start(String... properties) {
        return start(List.of(), properties);
    }

    /** The same, with beans of a user's own. */
    static RunningGateway start(List<Class<?>> more, String... properties) {
        List<String> args = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--logging.level.holdfast=error"));
        Arrays.stream(properties).forEach(p -> args.add("--" + p));
        SpringApplication application = new SpringApplication(HoldfastGateway.class);
        application.addPrimarySources(more);
        return new RunningGateway(application.run(args.toArray(String[]::new)));
    }

    int port() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    int managementPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    RawClient client() throws IOException {
        return RawClient.to(port());
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    Service service(String name) {
        return bean(Services.class).find(name).orElseThrow();
    }

    /** Puts these behind a service, and waits until health has found each of them up. */
    void replicas(String name, Endpoint... endpoints) {
        LeaksFailTheRun.suspect();
        bean(CircuitBreakerRegistry.class).getAllCircuitBreakers().forEach(b -> b.reset());
        Service service = service(name);
        ReplicaFactory factory = bean(ReplicaFactory.class);
        service.replicas(Arrays.stream(endpoints)
                .map(e -> factory.create(service, e.url(), null))
                .toList());
        service.replicas()
                .forEach(r -> Patience.until(r + " is up", () -> r.health().up()));
    }

    /** Puts one behind a service, whatever health finds of it. */
    void add(String name, Endpoint endpoint) {
        LeaksFailTheRun.suspect();
        Service service = service(name);
        service.replicas(List.of(bean(ReplicaFactory.class).create(service, endpoint.url(), null)));
    }

    int held(String service) {
        return bean(Engines.class).find(service).hold().size();
    }

    /** Waits until nothing of a service is under way. */
    void awaitQuiet(String name) {
        for (Replica replica : service(name).replicas()) {
            Patience.until(
                    "nothing in flight at " + replica, () -> replica.inFlight().get() == 0);
            Patience.until("no stream at " + replica, () -> replica.streams().get() == 0);
            Patience.until(
                    "no WebSocket at " + replica, () -> replica.webSockets().get() == 0);
        }
        Patience.until("nothing held", () -> held(name) == 0);
    }

    @Override
    public void close() {
        context.close();
    }
}
