package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.Listing;
import io.holdfast.cli.gateway.ReplicaStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gateways, asked through their management ports. One that is away is as if there were none: the watch goes on. */
final class GatewayReplicas implements Replicas {

    private final List<Gateway> gateways;
    private final boolean force;

    /** @param force whether even the last usable replica may be drained */
    GatewayReplicas(List<Gateway> gateways, boolean force) {
        this.gateways = List.copyOf(gateways);
        this.force = force;
    }

    @Override
    public Map<String, Boolean> usable(List<Instance> instances) {
        Map<String, Boolean> usable = new HashMap<>();
        for (Gateway gateway : gateways) {
            list(gateway).ifPresent(listing -> {
                for (Instance instance : instances) {
                    find(listing, instance)
                            .ifPresent(replica -> usable.merge(
                                    Watched.keyOf(instance.service(), instance.name()),
                                    replica.isUsable(),
                                    Boolean::logicalOr));
                }
            });
        }
        return usable;
    }

    @Override
    public boolean drain(Instance instance, Duration wait) throws DrainRefused {
        boolean drained = false;
        for (Gateway gateway : gateways) {
            Optional<ReplicaStatus> replica = list(gateway).flatMap(listing -> find(listing, instance));
            if (replica.isEmpty() || replica.get().draining()) {
                continue;
            }
            try {
                gateway.drain(instance.service(), replica.get().replica(), Optional.of(wait), force);
                drained = true;
            } catch (GatewayException failed) {
                if (failed.kind() == GatewayException.Kind.REFUSED) {
                    if (drained) {
                        undrain(instance);
                    }
                    throw new DrainRefused(String.valueOf(failed.getMessage()));
                }
            }
        }
        return drained;
    }

    @Override
    public void undrain(Instance instance) {
        for (Gateway gateway : gateways) {
            list(gateway).flatMap(listing -> find(listing, instance)).ifPresent(replica -> {
                try {
                    gateway.undrain(instance.service(), replica.replica());
                } catch (GatewayException away) {
                    // Its list shows the drain; the operator's word is as good as ours.
                }
            });
        }
    }

    private static Optional<Listing> list(Gateway gateway) {
        try {
            return Optional.of(gateway.list());
        } catch (GatewayException away) {
            return Optional.empty();
        }
    }

    private static Optional<ReplicaStatus> find(Listing listing, Instance instance) {
        List<ReplicaStatus> replicas = new ArrayList<>();
        listing.find(instance.service()).ifPresent(service -> replicas.addAll(service.replicas()));
        return replicas.stream()
                .filter(replica -> instance.isCalled(replica.replica()))
                .findFirst();
    }
}
