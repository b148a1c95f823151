package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The balancer of each service: fixed at start. */
public final class Balancers {

    private final Map<String, Balancer> byService;

    private Balancers(Map<String, Balancer> byService) {
        this.byService = byService;
    }

    /** A balancer for each service, by the properties that belong to its name. */
    public static Balancers of(
            Services services, Function<String, BalanceProperties> properties, Randomness randomness) {
        Map<String, Balancer> byService = new HashMap<>();
        for (Service service : services.all()) {
            byService.put(service.name(), of(properties.apply(service.name()), service, randomness));
        }
        return new Balancers(byService);
    }

    /** The balancer of this policy, listening to the service. */
    public static Balancer of(BalanceProperties properties, Service service, Randomness randomness) {
        long slowStart = properties.slowStart().toNanos();
        TieredBalancer balancer =
                switch (properties.policy()) {
                    case LEAST_LOADED -> new LeastLoaded(randomness, slowStart);
                    case ROUND_ROBIN -> new RoundRobin(randomness, slowStart);
                    case STICKY -> new Sticky(randomness, slowStart);
                };
        service.listen(balancer);
        return balancer;
    }

    /** The balancer of this service. */
    public Optional<Balancer> find(String service) {
        return Optional.ofNullable(byService.get(service));
    }
}
