package io.holdfast.gateway.exchange;

import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * One client request on its way from its head to its end: the middle of {@link Attempts}, {@link Retries},
 * {@link Waiting} and {@link AnswerFlow}, between which it passes what it hears. Confined to the event loop of the
 * client's connection.
 */
final class Exchange implements Subscription, RequestBody.Owner {

    private static final long CONTINUE_WAIT_NANOS = 1_000_000_000L;

    final Engine engine;
    final EventLoop loop;
    final RequestHead request;
    private final @Nullable RequestBody body;
    private final Repeatable repeatable;
    private final Delivery delivery;
    private final Attempts attempts;
    private final Retries retries;
    private @Nullable Waiting waiting;
    private @Nullable AnswerFlow flow;
    private @Nullable ScheduledFuture<?> totalTimer;
    private boolean done;

    Exchange(
            Engine engine,
            EventLoop loop,
            RequestHead request,
            @Nullable Publisher<ByteBuf> source,
            CoreSubscriber<? super Answer> client) {
        this.engine = engine;
        this.loop = loop;
        this.request = request;
        this.delivery = new Delivery(engine, request, client, engine.time().nanos());
        this.attempts = new Attempts(this);
        this.retries = new Retries(this);
        ExchangeSettings s = engine.settings();
        this.repeatable = Repeatable.of(
                request.method().name(), s.honourKeys() && request.headers().contains(MessageHeaders.IDEMPOTENCY_KEY));
        this.body = source == null
                ? null
                : new RequestBody(
                        source,
                        loop,
                        s.replayBuffer(),
                        request.trailers(),
                        MessageHeaders.length(request.headers()),
                        this);
    }

    // ---- the way of a request

    void start() {
        if (done) {
            return;
        }
        MessageHeaders.request(request.headers());
        if (body != null && !request.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            request.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        engine.budget().request(delivery.startedAt());
        if (!delivery.enter()) {
            problem(503, "Service unavailable", "The circuit breaker of the service is open.", 1);
            return;
        }
        long total = engine.settings().totalNanos();
        if (total > 0) {
            totalTimer = loop.schedule(this::outOfTime, total, TimeUnit.NANOSECONDS);
        }
        if (engine.hold().size() > 0) {
            waiting().hold(); // who came first goes first
        } else {
            next();
        }
    }

    /** Makes the next attempt, at a replica not tried yet if there is one, or waits. */
    void next() {
        long now = now();
        Replica replica = pick(now);
        if (replica != null) {
            attempts.start(replica, now);
            return;
        }
        if (!retries.tried().isEmpty()) {
            retries.startOver();
            replica = pick(now);
            if (replica != null) {
                replica.gate().release();
                waiting().round(); // every replica was tried: not again at once
                return;
            }
        }
        waiting().hold();
    }

    /** As {@link #next()}, at any replica. */
    void startOver() {
        retries.startOver();
        next();
    }

    /** A replica not tried yet that takes it, with a permit of its gate, or null. */
    @Nullable Replica pick(long now) {
        return engine.balancer()
                .pick(engine.service(), retries.tried(), Balancer.Kind.REQUEST, request.stickyKey(), now);
    }

    void tried(Replica replica) {
        retries.tried(replica);
    }

    Attempts attempts() {
        return attempts;
    }

    Waiting waiting() {
        if (waiting == null) {
            waiting = new Waiting(this);
        }
        return waiting;
    }

    long leftToWait() {
        return waiting == null ? engine.settings().maxHoldNanos() : waiting.left();
    }

    private void outOfTime() {
        if (!done && flow == null) {
            retries.sent(attempts.anySent());
            attempts.cancel();
            problem(504, "Gateway timeout", "No answer within timeouts.total.", null);
        }
    }

    // ---- what attempts say

    void onConnected(Attempt from) {
        if (body == null) {
            return;
        }
        if (request.headers().containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true)) {
            loop.schedule(() -> sendBody(from), CONTINUE_WAIT_NANOS, TimeUnit.NANOSECONDS);
        } else {
            body.attach(from.call());
        }
    }

    private void sendBody(Attempt to) {
        if (!done && !to.over() && !answers(to)) {
            body.attach(to.call());
        }
    }

    void onWritable(Attempt from) {
        if (body != null && from == attempts.current()) {
            body.writable();
        }
    }

    void onInformational(Attempt from, HttpResponse head) {
        if (head.status().code() == 100) {
            if (body != null) {
                body.attach(from.call());
            }
        } else if (flow == null) {
            request.informational().accept(head);
        }
    }

    void onHead(Attempt from, HttpResponse head) {
        long now = now();
        from.replica.load().sample(now, from.took(now));
        int status = head.status().code();
        boolean failing = status == 502 || status == 503;
        if (failing) {
            from.gate(false, now);
        }
        if (flow != null) {
            onRest(from, head, failing, now);
        } else if (!engine.settings().retryStatuses().contains(status) || !retries.answer(from, head, now)) {
            begin(from, head, failing, now);
        }
    }

    private void onRest(Attempt from, HttpResponse head, boolean failing, long now) {
        if (failing || !flow.resumed(from, head.status().code(), head.headers(), now)) {
            drop(from);
            retries.restRefused(from);
        } else if (waiting != null) {
            waiting.answered(); // the rest may be silent for long
        }
    }

    private void begin(Attempt from, HttpResponse head, boolean failing, long now) {
        attempts.winner(from);
        if (hedgeable() && !wasHeld()) {
            engine.settings().hedge().answered(now - delivery.startedAt());
        }
        if (waiting != null) {
            waiting.answered();
        }
        delivery.verdict(!failing, now);
        flow = new AnswerFlow(this, from, head, now);
        flow.begin();
    }

    void onLost(Attempt from, Loss loss) {
        retries.sent(loss.sent());
        if (answers(from)) {
            flow.lost(loss);
            return;
        }
        release(from);
        Attempt other = attempts.current();
        if (other != null && !other.over()) {
            retries.noted(from, loss);
            return; // a hedge is still under way
        }
        if (waiting != null) {
            waiting.failed();
        }
        retries.loss(from, loss);
    }

    void onReplicaDown(Attempt from) {
        if (answers(from)) {
            flow.replicaDown();
        } else if (attempts.hedged()) { // it is told once: were the other lost later, this one would be waited for
            retries.left(from);
        } else if (flow != null) { // asked for the rest of a begun answer: another may be
            drop(from);
            retries.restRefused(from);
        } else {
            retries.down(from);
        }
    }

    /** Nothing is expected of it any more; the body is free for another. */
    private void release(Attempt from) {
        attempts.forget(from);
        if (body != null && from.call() != null) {
            body.detach(from.call());
        }
    }

    void drop(Attempt from) {
        release(from);
        from.cancel();
    }

    // ---- what the answer says

    /** The small body that was being gathered was lost, and the request may be sent again: as if nothing had come. */
    void lostWhole(Attempt from, Loss loss) {
        flow = null;
        release(from);
        retries.loss(from, loss);
    }

    /**
     * Asks another replica for the rest of the answer.
     *
     * @param loss judged as that of a request is, or null: the replica leaves as it was told to
     */
    void resume(Attempt from, @Nullable Loss loss) {
        if (done) {
            return;
        }
        release(from);
        if (loss == null) {
            tried(from.replica);
            next();
        } else {
            retries.loss(from, loss);
        }
    }

    /** The client got more than it had: a loss now is judged anew. */
    void progressed() {
        retries.forget();
        if (waiting != null) {
            waiting.forget();
        }
    }

    /** Changes the headers of a request for the rest of a begun answer. */
    void askForRest(HttpHeaders headers) {
        if (flow != null) {
            flow.ask(headers);
        }
    }

    // ---- what others ask

    long now() {
        return engine.time().nanos();
    }

    boolean isDone() {
        return done;
    }

    boolean hasBody() {
        return body != null;
    }

    /** Whether an attempt can be given the body from its start. */
    boolean replayable() {
        return body == null || body.replayable();
    }

    Repeatable repeatable() {
        return repeatable;
    }

    /** Whether a loss after the head may still lead to another attempt. */
    boolean repeatsAfterLoss() {
        return repeatable.afterLoss() && replayable();
    }

    boolean hedgeable() {
        return repeatable == Repeatable.SAFE && body == null;
    }

    /** The answer that has begun, or null. */
    @Nullable AnswerFlow flow() {
        return flow;
    }

    /** Whether the answer that has begun comes from this attempt. */
    boolean answers(Attempt attempt) {
        return flow != null && flow.attempt() == attempt;
    }

    boolean anySent() {
        return attempts.anySent();
    }

    boolean wasSaved() {
        return retries.saved();
    }

    boolean wasHeld() {
        return waiting != null && waiting.held();
    }

    /** Whether a replica other than this one could take a request now. */
    boolean otherUsable(Replica than) {
        for (Replica other : engine.service().replicas()) {
            if (other != than && other.usable()) {
                return true;
            }
        }
        return false;
    }

    // ---- the body of the request

    /** Reads it while the request waits, up to the limit. */
    void readAhead() {
        if (body != null) {
            body.readAhead();
        }
    }

    int keptBytes() {
        return body == null ? 0 : body.keptBytes();
    }

    @Override
    public boolean kept(int bytes) {
        return waiting == null || waiting.grow(bytes);
    }

    @Override
    public void bodyFailed(Throwable cause) {
        if (!delivery.handedOver()) {
            finish();
            delivery.clientBroke(cause);
        } else if (flow != null) {
            flow.clientBroke();
        }
    }

    // ---- the end

    /** No replica could take it. */
    void giveUp(String detail) {
        end(503, "No replica available", detail, 1);
    }

    void fail(int status, String title, String detail) {
        end(status, title, detail, null);
    }

    private void end(int status, String title, String detail, @Nullable Integer retryAfter) {
        if (flow != null) {
            flow.cut(detail);
        } else {
            problem(status, title, detail, retryAfter);
        }
    }

    private void problem(int status, String title, String detail, @Nullable Integer retryAfter) {
        attempts.cancel();
        long now = now();
        if (status == 504 && retries.maybeSent()) {
            delivery.verdict(false, now);
        }
        delivery.problem(new Problem(status, title, detail, retries.maybeSent(), retryAfter), attempts.made(), now);
        finish();
    }

    /** Keeps a whole answer if it may be given when no replica can give a fresh one. */
    void keepStale(int status, HttpHeaders headers, @Nullable ByteBuf whole) {
        delivery.keep(status, headers, whole, now());
    }

    /** Hands the answer to the entrance. */
    void deliver(Answer answer) {
        if (done) {
            answer.discard();
        } else {
            delivery.answer(answer, attempts.made(), now());
        }
    }

    /** Gives everything back; safe to call again. */
    void finish() {
        if (done) {
            return;
        }
        done = true;
        attempts.stopHedging();
        if (totalTimer != null) {
            totalTimer.cancel(false);
        }
        if (waiting != null) {
            waiting.close();
        }
        attempts.cancel();
        if (flow != null) {
            flow.close();
        }
        if (body != null) {
            body.close();
        }
        delivery.close();
    }

    @Override
    public void request(long n) {
        // one answer, whenever it is there
    }

    /** The client left before its answer. */
    @Override
    public void cancel() {
        if (!loop.inEventLoop()) {
            loop.execute(this::cancel);
        } else if (!delivery.handedOver() && !done) {
            delivery.clientGone();
            finish();
        }
    }
}
