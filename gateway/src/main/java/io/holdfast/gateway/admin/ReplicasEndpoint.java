package io.holdfast.gateway.admin;

import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/** {@code GET /actuator/replicas}: every service and replica as it is at this moment. */
@Endpoint(id = "replicas")
final class ReplicasEndpoint {

    /** All services, by name. */
    record Listing(List<ServiceView> services) {}

    /**
     * A service.
     *
     * @param panic whether requests go to replicas whose health check fails, since none is up
     * @param held requests that wait for a replica
     * @param breaker CLOSED, OPEN or HALF_OPEN
     */
    record ServiceView(String service, boolean panic, int held, String breaker, List<ReplicaView> replicas) {}

    private final Services services;
    private final ObjectProvider<Engines> engines;

    ReplicasEndpoint(Services services, ObjectProvider<Engines> engines) {
        this.services = services;
        this.engines = engines;
    }

    @ReadOperation
    Listing list() {
        return new Listing(services.all().stream().map(this::view).toList());
    }

    private ServiceView view(Service service) {
        return new ServiceView(
                service.name(),
                service.panic(),
                held(service),
                service.gate().state().name(),
                service.replicas().stream().map(ReplicaView::of).toList());
    }

    private int held(Service service) {
        Engines all = engines.getIfAvailable();
        Engine engine = all == null ? null : all.find(service.name());
        return engine == null ? 0 : engine.hold().size();
    }
}
