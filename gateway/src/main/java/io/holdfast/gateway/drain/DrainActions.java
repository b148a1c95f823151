package io.holdfast.gateway.drain;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What an operator may do to a replica by hand, and what is answered. */
public final class DrainActions {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /**
     * An answer.
     *
     * @param status of HTTP
     * @param body as JSON
     */
    public record Result(int status, Map<String, Object> body) {}

    private final Services services;
    private final Drains drains;

    public DrainActions(Services services, Drains drains) {
        this.services = services;
        this.drains = drains;
    }

    /**
     * Does it.
     *
     * @param action drain, undrain or eject
     * @param wait how long to wait until nothing is in flight there, or null: not at all
     * @param force drain even the last usable replica
     */
    public Mono<Result> act(
            String serviceName, String replicaName, @Nullable String action, @Nullable Duration wait, boolean force) {
        Service service = services.find(serviceName).orElse(null);
        if (service == null) {
            return problem(404, "No service " + serviceName + "; there is " + names(services) + ".");
        }
        Replica replica = service.replica(replicaName).orElse(null);
        if (replica == null) {
            return problem(
                    404, "No replica " + replicaName + " of " + serviceName + "; there is " + names(service) + ".");
        }
        switch (action == null ? "" : action) {
            case "drain" -> {
                int others = (int) service.replicas().stream()
                        .filter(r -> r != replica && r.usable())
                        .count();
                if (DrainRule.drain(replica.draining(), replica.usable(), others, force)
                        == DrainRule.Verdict.LAST_USABLE) {
                    return problem(
                            409,
                            replicaName + " is the last usable replica of " + serviceName
                                    + "; with \"force\": true it is drained all the same and requests are held.");
                }
                drains.mark(service, replica, true);
            }
            case "undrain" -> drains.mark(service, replica, false);
            case "eject" -> replica.gate().trip();
            default -> {
                return problem(400, "action: " + action + " (expected: drain, undrain or eject)");
            }
        }
        return wait == null ? Mono.just(state(replica)) : idle(replica, wait);
    }

    private static Mono<Result> idle(Replica replica, Duration wait) {
        if (isIdle(replica)) {
            return Mono.just(state(replica));
        }
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .filter(tick -> isIdle(replica))
                .next()
                .timeout(wait, Mono.just(0L))
                .map(tick -> state(replica));
    }

    private static boolean isIdle(Replica replica) {
        return replica.inFlight().get() == 0 && replica.webSockets().get() == 0;
    }

    private static Result state(Replica replica) {
        return new Result(
                200,
                Map.of(
                        "service", replica.service(),
                        "replica", replica.name(),
                        "state", replica.state().name(),
                        "draining", replica.draining(),
                        "idle", isIdle(replica),
                        "inFlight", replica.inFlight().get(),
                        "webSockets", replica.webSockets().get()));
    }

    private static Mono<Result> problem(int status, String detail) {
        return Mono.just(new Result(
                status, Map.of("type", "about:blank", "status", status, "detail", detail, "title", title(status))));
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "Not found";
            case 409 -> "Conflict";
            default -> "Bad request";
        };
    }

    private static String names(Services services) {
        List<String> names = services.all().stream().map(Service::name).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String names(Service service) {
        return service.replicas().stream().map(Replica::name).collect(Collectors.joining(", "));
    }
}
