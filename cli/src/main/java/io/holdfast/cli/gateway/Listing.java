package io.holdfast.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a gateway says of its services.
 *
 * @param services in its order
 * @param raw the same, as it came
 */
public record Listing(List<ServiceStatus> services, JsonNode raw) {

    /**
     * A service.
     *
     * @param name of the service
     * @param panic whether requests go to replicas whose health check fails, since none is up
     * @param held requests that wait for a replica
     * @param breaker CLOSED, OPEN or HALF_OPEN
     * @param replicas in the gateway's order
     */
    public record ServiceStatus(String name, boolean panic, int held, String breaker, List<ReplicaStatus> replicas) {

        static ServiceStatus of(JsonNode node) {
            List<ReplicaStatus> replicas = new ArrayList<>();
            node.path("replicas").forEach(replica -> replicas.add(ReplicaStatus.of(replica)));
            return new ServiceStatus(
                    node.path("service").asText(),
                    node.path("panic").asBoolean(),
                    node.path("held").asInt(),
                    node.path("breaker").asText(),
                    List.copyOf(replicas));
        }
    }

    static Listing of(JsonNode raw) {
        List<ServiceStatus> services = new ArrayList<>();
        raw.path("services").forEach(service -> services.add(ServiceStatus.of(service)));
        return new Listing(List.copyOf(services), raw);
    }

    public Optional<ServiceStatus> find(String service) {
        return services.stream().filter(one -> one.name().equals(service)).findFirst();
    }
}
