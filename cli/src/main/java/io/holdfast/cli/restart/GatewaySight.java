package io.holdfast.cli.restart;

import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.Listing;
import io.holdfast.cli.gateway.ReplicaStatus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The replicas of a service as all gateways see them together. */
final class GatewaySight {

    private final String service;
    private final List<Gateway> gateways;

    GatewaySight(String service, List<Gateway> gateways) {
        this.service = service;
        this.gateways = gateways;
    }

    /**
     * Every replica that any of them lists, in the order of the first.
     *
     * @throws GatewayException when one of them cannot be asked: it would go on sending work; or with {@code UNKNOWN} when
     *     none knows the service
     */
    List<Seen> look() throws GatewayException {
        Map<String, List<Seen>> views = new LinkedHashMap<>();
        Set<String> known = new LinkedHashSet<>();
        for (Gateway gateway : gateways) {
            Listing listing = gateway.list();
            listing.services().forEach(one -> known.add(one.name()));
            listing.find(service).ifPresent(found -> found.replicas()
                    .forEach(replica -> views.computeIfAbsent(replica.replica(), name -> new ArrayList<>())
                            .add(seen(replica))));
        }
        if (!known.contains(service)) {
            throw new GatewayException(
                    GatewayException.Kind.UNKNOWN,
                    "SERVICE: " + service + " (expected: one of " + String.join(", ", known) + ")",
                    null);
        }
        return views.values().stream().map(Seen::together).toList();
    }

    private static Seen seen(ReplicaStatus replica) {
        return new Seen(
                replica.replica(),
                replica.isUp(),
                replica.isUsable(),
                replica.draining(),
                replica.isUp() ? replica.state() : words(replica),
                replica.inFlight() + replica.webSockets(),
                replica.probedAt().map(Object::toString).stream().toList(),
                replica.since().map(Object::toString).orElse("") + "/" + replica.restarts());
    }

    /** Of one that is draining and not up, that it is not up matters more. */
    private static String words(ReplicaStatus replica) {
        String reason = replica.lastFailure().isEmpty()
                ? replica.reason().toLowerCase(java.util.Locale.ROOT)
                : replica.lastFailure();
        return replica.health() + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
