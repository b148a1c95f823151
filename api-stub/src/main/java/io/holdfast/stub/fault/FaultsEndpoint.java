package io.holdfast.stub.fault;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Refusal;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.json.Json;

/** {@code /faults}: GET shows what is set, PUT merges a JSON object into it, DELETE clears it. */
public final class FaultsEndpoint {
    private static final int MAX_BODY = 64 * 1024;

    private final Faults faults;

    public FaultsEndpoint(Faults faults) {
        this.faults = faults;
    }

    public void register(Routes routes) {
        routes.get("/faults", this::show);
        routes.on("PUT", "/faults", this::merge);
        routes.on("DELETE", "/faults", this::clear);
    }

    private void show(Exchange exchange) {
        exchange.json(200, faults.asMap());
    }

    private void merge(Exchange exchange) {
        exchange.body(MAX_BODY, body -> {
            try {
                faults.merge(Json.object(body));
            } catch (IllegalArgumentException e) {
                throw new Refusal(400, e.getMessage());
            }
            show(exchange);
        });
    }

    private void clear(Exchange exchange) {
        faults.clear();
        show(exchange);
    }
}
