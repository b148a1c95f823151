package io.holdfast.stub.job;

import io.holdfast.stub.Time;
import io.holdfast.stub.json.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Does the work of orders.
 *
 * <p>Without a key the execution is recorded when the work begins, as a table gets its row: a second one is a second job. With
 * a key it is recorded when the work is done, and this line is what counts: who takes a key over from a dead replica does the
 * work again only if the line is not there.
 */
final class JobDesk {
    private static final long ASK_AGAIN_MILLIS = 10;

    private final Ledger ledger;
    private final String replica;

    /** What becomes of an order; called on the ledger's thread. */
    interface Reply {
        void done(byte[] answer, boolean replayed);

        void keyUsedOtherwise();

        void failed(Exception cause);
    }

    JobDesk(Ledger ledger, String replica) {
        this.ledger = ledger;
        this.replica = replica;
    }

    void submit(Order order, Reply reply) {
        ledger.run(0, () -> begin(order, reply), reply::failed);
    }

    private void begin(Order order, Reply reply) throws IOException {
        if (order.keyed()) {
            claim(order, reply);
            return;
        }
        Map<String, Object> job = job(order, UUID.randomUUID().toString());
        ledger.executions.record(request(order, job), replica, "");
        ledger.jobs.add(job);
        ledger.run(order.workMillis(), () -> reply.done(Json.bytes(job), false), reply::failed);
    }

    private void claim(Order order, Reply reply) throws IOException {
        Keys.Claim claim = ledger.keys.claim(order.hashedKey(), order.fingerprint());
        if (claim instanceof Keys.Answered answered) {
            reply.done(answered.answer(), true);
        } else if (claim instanceof Keys.Different) {
            reply.keyUsedOtherwise();
        } else if (claim instanceof Keys.Mine mine) {
            boolean done = mine.takenOver() && ledger.executions.done(order.hashedKey());
            long millis = done ? 0 : order.workMillis();
            ledger.run(millis, () -> finish(order, done, reply), failure -> giveUp(order, reply, failure));
        } else if (!order.abandoned().getAsBoolean()) {
            ledger.run(ASK_AGAIN_MILLIS, () -> claim(order, reply), reply::failed);
        }
    }

    private void finish(Order order, boolean done, Reply reply) throws IOException {
        Map<String, Object> job = job(order, order.hashedKey().substring(0, 32));
        if (!done) {
            ledger.jobs.add(job);
            ledger.executions.record(request(order, job), replica, order.hashedKey());
        }
        byte[] answer = Json.bytes(job);
        ledger.keys.store(order.hashedKey(), order.fingerprint(), answer);
        reply.done(answer, false);
    }

    private void giveUp(Order order, Reply reply, Exception cause) {
        try {
            ledger.keys.release(order.hashedKey());
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        reply.failed(cause);
    }

    private Map<String, Object> job(Order order, String id) {
        Map<String, Object> job = new LinkedHashMap<>();
        job.put("id", id);
        job.put("kind", order.kind());
        job.put("status", "pending");
        job.put("request", order.request().isEmpty() ? id : order.request());
        job.put("created", Instant.ofEpochMilli(Time.wallMillis()).toString());
        job.put("replica", replica);
        return job;
    }

    private static String request(Order order, Map<String, Object> job) {
        return order.request().isEmpty() ? String.valueOf(job.get("id")) : order.request();
    }
}
