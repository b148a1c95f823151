package io.holdfast.gateway.admin;

import io.holdfast.gateway.drain.DrainActions;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.MediaType;
import reactor.core.publisher.Mono;

/**
 * {@code GET /actuator/replicas}: every service and replica as it is at this moment; {@code POST
 * /actuator/replicas/{service}/{host:port}}: an operator's word on one.
 */
@Endpoint(id = "replicas")
final class ReplicasEndpoint {

    private static final int FIRST_PROBLEM = 400;

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
    private final DrainActions actions;

    ReplicasEndpoint(Services services, ObjectProvider<Engines> engines, DrainActions actions) {
        this.services = services;
        this.engines = engines;
        this.actions = actions;
    }

    @ReadOperation
    Listing list() {
        return new Listing(services.all().stream().map(this::view).toList());
    }

    /**
     * Drains, undrains or ejects a replica.
     *
     * @param replica {@code host:port}
     * @param action drain, undrain or eject
     * @param wait how long at most to wait with the answer until nothing is under way there
     * @param force true: drain even the last usable replica
     */
    @WriteOperation
    Mono<WebEndpointResponse<Map<String, Object>>> act(
            @Selector String service,
            @Selector String replica,
            @Nullable String action,
            @Nullable String wait,
            @Nullable String force) {
        return actions.act(service, replica, action, wait, force).map(ReplicasEndpoint::response);
    }

    private static WebEndpointResponse<Map<String, Object>> response(DrainActions.Result result) {
        return result.status() < FIRST_PROBLEM
                ? new WebEndpointResponse<>(result.body(), result.status())
                : new WebEndpointResponse<>(result.body(), result.status(), MediaType.APPLICATION_PROBLEM_JSON);
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
