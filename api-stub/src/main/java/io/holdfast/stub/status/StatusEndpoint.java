package io.holdfast.stub.status;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.PreparedAnswer;
import io.holdfast.stub.http.Routes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code GET /api/status}. Its bytes are made once for each size, since it also is the upstream of benchmarks. */
public final class StatusEndpoint {
    private static final int MAX_SIZE = 64 * 1024 * 1024;
    private static final int MIN_SIZE = 300;
    private static final int MAX_KEPT = 8;

    private final String replica;
    private final PreparedAnswer usual;
    private final Map<Integer, PreparedAnswer> others = new ConcurrentHashMap<>();

    public StatusEndpoint(String replica) {
        this.replica = replica;
        this.usual = prepare(StatusDocument.DEFAULT_SIZE);
    }

    public void register(Routes routes) {
        routes.get("/api/status", this::answer);
    }

    private void answer(Exchange exchange) {
        int size = (int) exchange.query("size", StatusDocument.DEFAULT_SIZE, MIN_SIZE, MAX_SIZE);
        if (size == StatusDocument.DEFAULT_SIZE) {
            exchange.answer(usual);
        } else if (others.size() < MAX_KEPT || others.containsKey(size)) {
            exchange.answer(others.computeIfAbsent(size, this::prepare));
        } else {
            exchange.answer(200, "application/json", StatusDocument.of(replica, size));
        }
    }

    private PreparedAnswer prepare(int size) {
        return new PreparedAnswer(replica, "application/json", StatusDocument.of(replica, size));
    }
}
