package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Service;

/** Makes the balancer of a service. */
public final class Balancers {

    private Balancers() {}

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
}
