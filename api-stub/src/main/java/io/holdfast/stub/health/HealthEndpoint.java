package io.holdfast.stub.health;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The health checks. All of them answer the same. */
public final class HealthEndpoint {
    private static final List<String> PATHS =
            List.of("/api/health", "/health", "/health/liveness", "/health/readiness", "/health/startup");

    private final String replica;
    private final Supplier<String> state;

    /** @param state up, unhealthy, missing or degraded */
    public HealthEndpoint(String replica, Supplier<String> state) {
        this.replica = replica;
        this.state = state;
    }

    public void register(Routes routes) {
        PATHS.forEach(path -> routes.get(path, this::answer));
    }

    private void answer(Exchange exchange) {
        switch (state.get()) {
            case "unhealthy" -> exchange.json(503, Map.of("status", "DOWN"));
            case "missing" -> exchange.error(404, "no such path: " + exchange.path());
            // A FastAPI handler that returns a tuple means a status and sends a list: a check of the status alone is
            // fooled.
            case "degraded" ->
                exchange.answer(
                        200,
                        "application/json",
                        Json.bytes(List.of(Map.of("status", "degraded", "replica", replica), 503)));
            default -> exchange.json(200, Map.of("status", "UP"));
        }
    }
}
