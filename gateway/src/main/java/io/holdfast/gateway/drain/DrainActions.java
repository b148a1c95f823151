package io.holdfast.gateway.drain;

import io.holdfast.gateway.drain.Order.Action;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What an operator may do to a replica by hand, and what is answered. */
public final class DrainActions {

    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    /**
     * An answer.
     *
     * @param status of HTTP; from 400 on the body is a problem (RFC 9457)
     * @param body as JSON
     */
    public record Result(int status, Map<String, Object> body) {}

    private final Services services;
    private final Drains drains;
    private final Sinks.Empty<Void> stopping = Sinks.empty();
    private final AtomicInteger waiting = new AtomicInteger();

    public DrainActions(Services services, Drains drains) {
        this.services = services;
        this.drains = drains;
    }

    /**
     * Does it when it is subscribed to. Cancelling it ends the wait, not what was done.
     *
     * @param replicaName {@code host:port}
     * @param action drain, undrain or eject
     * @param wait duration as Spring writes it, or null: do not wait
     * @param force true, false or null
     */
    public Mono<Result> act(
            String serviceName,
            String replicaName,
            @Nullable String action,
            @Nullable String wait,
            @Nullable String force) {
        return Mono.defer(() -> {
            Service service = services.find(serviceName).orElse(null);
            if (service == null) {
                return Mono.just(problem(404, "No service " + serviceName + "; there is " + names() + "."));
            }
            Order order;
            try {
                order = Order.of(action, wait, force);
            } catch (IllegalArgumentException e) {
                return Mono.just(problem(400, e.getMessage()));
            }
            Replica replica = service.replica(replicaName).orElse(null);
            return replica == null ? Mono.just(absent(service, replicaName, order)) : present(service, replica, order);
        });
    }

    private Mono<Result> present(Service service, Replica replica, Order order) {
        switch (order.action()) {
            case DRAIN -> {
                if (!drain(service, replica, order.force())) {
                    return Mono.just(problem(
                            409,
                            replica.name() + " is the last usable replica of " + service.name()
                                    + "; with \"force\": true it is drained all the same and requests are held."));
                }
            }
            case UNDRAIN -> drains.mark(service, replica.name(), false);
            case EJECT -> replica.gate().trip();
        }
        return order.patience() == null ? Mono.just(state(replica)) : idle(replica, order.patience());
    }

    /** One at a time, so that two callers do not drain the last two replicas together. */
    private synchronized boolean drain(Service service, Replica replica, boolean force) {
        int others = (int) service.replicas().stream()
                .filter(r -> r != replica && r.usable())
                .count();
        if (DrainRule.drain(replica.draining(), replica.usable(), others, force) == DrainRule.Verdict.LAST_USABLE) {
            return false;
        }
        drains.mark(service, replica.name(), true);
        return true;
    }

    /**
     * A replica that left while it was drained, as containers do whose address changes with a restart, can still be
     * undrained: else whoever gets its address would be drained.
     */
    private Result absent(Service service, String replica, Order order) {
        if (order.action() == Action.UNDRAIN && drains.knows(service, replica)) {
            drains.mark(service, replica, false);
            return answer(service.name(), replica, "ABSENT", false, 0, 0, 0);
        }
        String names = service.replicas().stream().map(Replica::name).collect(Collectors.joining(", "));
        return problem(
                404,
                "No replica " + replica + " of " + service.name() + "; there is " + (names.isEmpty() ? "none" : names)
                        + ".");
    }

    /** Answers all who wait with what is so now, since this gateway stops. */
    public void endWaits() {
        stopping.tryEmitEmpty();
    }

    /** How many callers wait. */
    public int waiting() {
        return waiting.get();
    }

    private Mono<Result> idle(Replica replica, Duration wait) {
        if (isIdle(replica) || wait.isZero()) {
            return Mono.just(state(replica));
        }
        return Flux.interval(LOOK_EVERY)
                .onBackpressureDrop()
                .filter(tick -> isIdle(replica))
                .take(1)
                .takeUntilOther(
                        Mono.firstWithSignal(stopping.asMono(), Mono.delay(wait).then()))
                .then(Mono.fromSupplier(() -> state(replica)))
                .doOnSubscribe(s -> waiting.incrementAndGet())
                .doFinally(s -> waiting.decrementAndGet());
    }

    private static boolean isIdle(Replica replica) {
        // event streams are in flight too
        return replica.inFlight().get() == 0 && replica.webSockets().get() == 0;
    }

    private static Result state(Replica r) {
        return answer(
                r.service(),
                r.name(),
                r.state().name(),
                r.draining(),
                r.inFlight().get(),
                r.webSockets().get(),
                r.streams().get());
    }

    private static Result answer(
            String service, String replica, String state, boolean draining, int inFlight, int webSockets, int streams) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("service", service);
        body.put("replica", replica);
        body.put("state", state);
        body.put("draining", draining);
        body.put("idle", inFlight == 0 && webSockets == 0);
        body.put("inFlight", inFlight);
        body.put("webSockets", webSockets);
        body.put("streams", streams);
        return new Result(200, body);
    }

    private static Result problem(int status, String detail) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", title(status));
        body.put("status", status);
        body.put("detail", detail);
        return new Result(status, body);
    }

    private static String title(int status) {
        return switch (status) {
            case 404 -> "Not Found";
            case 409 -> "Conflict";
            default -> "Bad Request";
        };
    }

    private String names() {
        List<String> names = services.all().stream().map(Service::name).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }
}
