package io.holdfast.stub.job;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Refusal;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.image.Sha256;
import io.holdfast.stub.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/jobs} and {@code /api/executions}. */
public final class JobEndpoint {
    private static final List<String> KINDS = List.of("calibrate", "apply", "image", "convert", "workflow");
    private static final int MAX_BODY = 1024 * 1024;
    private static final long MAX_WORK_MILLIS = 3_600_000;
    private static final int MAX_LISTED = 1000;

    private final Ledger ledger;
    private final JobDesk desk;

    public JobEndpoint(Ledger ledger, String replica) {
        this.ledger = ledger;
        this.desk = new JobDesk(ledger, replica);
    }

    public void register(Routes routes) {
        routes.get("/api/jobs", this::list);
        routes.get("/api/jobs/id/{id}", this::show);
        KINDS.forEach(kind -> routes.on("POST", "/api/jobs/" + kind, exchange -> create(exchange, kind)));
        routes.get("/api/executions", this::executions);
    }

    private void list(Exchange exchange) {
        int limit = (int) exchange.query("limit", 50, 1, MAX_LISTED);
        answer(exchange, () -> {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("jobs", ledger.jobs.latest(limit));
            body.put("count", ledger.jobs.count());
            return body;
        });
    }

    private void show(Exchange exchange) {
        String id = exchange.parameter("id");
        answer(exchange, () -> {
            Map<String, Object> job = ledger.jobs.find(id);
            if (job == null) {
                throw new Refusal(404, "no job " + id);
            }
            Map<String, Object> body = new LinkedHashMap<>(job);
            body.put("created_by", job.getOrDefault("replica", ""));
            return body;
        });
    }

    /** Request ids alone are members of the answer, so that it can be read as a map of counts. */
    private void executions(Exchange exchange) {
        String request = exchange.query("request", "");
        run(exchange, () -> {
            Map<String, ?> counts =
                    request.isEmpty() ? ledger.executions.counts() : Map.of("count", ledger.executions.count(request));
            byte[] body = Json.bytes(counts);
            exchange.onLoop(() -> exchange.answer(200, "application/json", body));
        });
    }

    private void create(Exchange exchange, String kind) {
        long work = exchange.query("ms", 0, 0, MAX_WORK_MILLIS);
        String key = exchange.headers().get("idempotency-key", "");
        exchange.body(MAX_BODY, body -> {
            Order order = new Order(
                    kind,
                    requestId(exchange, body),
                    key.isEmpty() ? "" : Sha256.hex(key),
                    Sha256.hex(kind + "\n" + new String(body, StandardCharsets.ISO_8859_1)),
                    work,
                    exchange::over);
            desk.submit(order, new Answers(exchange));
        });
    }

    private static String requestId(Exchange exchange, byte[] body) {
        Map<String, Object> order;
        try {
            order = body.length == 0 ? Map.of() : Json.object(body);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, e.getMessage());
        }
        Object request = order.get("request");
        return request != null ? request.toString() : exchange.headers().get("x-request-id", "");
    }

    /** Carries what became of an order to the client. */
    private record Answers(Exchange exchange) implements JobDesk.Reply {
        @Override
        public void done(byte[] answer, boolean replayed) {
            String id = String.valueOf(Json.object(answer).get("id"));
            String location = "/api/jobs/id/" + id;
            exchange.onLoop(() -> {
                if (replayed) {
                    exchange.answer(201, "application/json", answer, "location", location, "Idempotent-Replay", "true");
                } else {
                    exchange.answer(201, "application/json", answer, "location", location);
                }
            });
        }

        @Override
        public void keyUsedOtherwise() {
            exchange.onLoop(() -> exchange.error(422, "the Idempotency-Key was used for another request"));
        }

        @Override
        public void failed(Exception cause) {
            System.err.println("job: " + cause);
            exchange.onLoop(() -> exchange.error(500, "the state cannot be written: " + cause));
        }
    }

    /** A body that is made on the ledger's thread. */
    private interface Question {
        Map<String, Object> body() throws IOException;
    }

    private void answer(Exchange exchange, Question question) {
        run(exchange, () -> {
            Map<String, Object> body = question.body();
            exchange.onLoop(() -> exchange.json(200, body));
        });
    }

    private void run(Exchange exchange, Ledger.Action action) {
        ledger.run(
                0,
                action,
                failure -> exchange.onLoop(() -> {
                    if (failure instanceof Refusal refusal) {
                        throw refusal;
                    }
                    throw new IllegalStateException(failure);
                }));
    }
}
