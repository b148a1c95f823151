package io.holdfast.gateway.exchange;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The engines by name of service: fixed at start. */
public record Engines(Map<String, Engine> byService) implements AutoCloseable {

    public Engines {
        byService = Map.copyOf(byService);
    }

    /** Closes connections to replicas that nobody uses. */
    @Override
    public void close() {
        byService.values().forEach(engine -> engine.upstream().close());
    }

    /** The engine of this service, or null. */
    public @Nullable Engine find(@Nullable String service) {
        return service == null ? null : byService.get(service);
    }
}
