package io.holdfast.gateway.exchange;

import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * One client request on its way: finds replicas, makes attempts, waits, and hands the answer over. Confined to the
 * event loop of the client's connection. What to do after a failure is {@link RetryRule}'s word; how a begun answer
 * goes on is {@link AnswerFlow}'s.
 */
final class Exchange implements Subscription, HoldRoom.Guest, RequestBody.Owner {

    /** After so long, a request that left the waiting room and was not lost no longer keeps the next one in it. */
    private static final long SETTLED_NANOS = 300_000_000L;

    private static final long CONTINUE_WAIT_NANOS = 1_000_000_000L;

    final Engine engine;
    final EventLoop loop;
    final RequestHead request;
    private final CoreSubscriber<? super Answer> client;
    private final @Nullable RequestBody body;
    private final Repeatable repeatable;
    private final long startedAt;
    private final Losses losses = new Losses();
    private final @Nullable String staleKey;
    private Tried tried = Tried.NONE;
    private @Nullable Attempt attempt;
    private @Nullable Attempt hedge;
    private @Nullable AnswerFlow flow;
    private HoldRoom.@Nullable Ticket ticket;
    private @Nullable ScheduledFuture<?> timer;
    private @Nullable ScheduledFuture<?> hedgeTimer;
    private @Nullable ScheduledFuture<?> totalTimer;
    private long waitingSince;
    private long waited;
    private int attempts;
    private int retries;
    private int rounds;
    private boolean maybeSent;
    private boolean movedForSilence;
    private boolean serviceGate;
    private boolean waitsInRoom;
    private boolean handedOver;
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
        this.client = client;
        this.startedAt = engine.time().nanos();
        this.staleKey = engine.stale() == null ? null : StaleRule.key(request.target(), request.headers()::get);
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

    long now() {
        return engine.time().nanos();
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
        engine.budget().request(startedAt);
        if (!engine.service().gate().tryEnter()) {
            problem(503, "Service unavailable", "The circuit breaker of the service is open.", 1);
            return;
        }
        serviceGate = true;
        long total = engine.settings().totalNanos();
        if (total > 0) {
            totalTimer = loop.schedule(this::outOfTime, total, TimeUnit.NANOSECONDS);
        }
        if (engine.hold().size() > 0) {
            hold(); // who came first goes first
        } else {
            next();
        }
    }

    /** Makes the next attempt, at a replica not tried yet if there is one, or waits. */
    private void next() {
        long now = now();
        Replica replica = pick(now);
        if (replica != null) {
            attempt = launch(replica, now);
            return;
        }
        if (!tried.isEmpty()) {
            tried = Tried.NONE;
            replica = pick(now);
            if (replica != null) {
                replica.gate().release();
                pause(rounds++); // every replica was tried: not again at once
                return;
            }
        }
        hold();
    }

    private @Nullable Replica pick(long now) {
        return engine.balancer().pick(engine.service(), tried, Balancer.Kind.REQUEST, request.stickyKey(), now);
    }

    private Attempt launch(Replica replica, long now) {
        attempts++;
        Attempt next = new Attempt(this, replica, now);
        HttpHeaders headers = request.headers();
        boolean first = attempts == 1;
        if (!first) {
            headers = headers.copy(); // an attempt still connecting holds the other ones
        }
        if (!request.preserveHost()) {
            headers.set(HttpHeaderNames.HOST, replica.name());
        }
        if (flow != null) {
            flow.ask(headers);
        }
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), headers);
        if (first && hedgeable()) {
            long after = engine.settings().hedge().nanos();
            if (after > 0) {
                hedgeTimer = loop.schedule(this::hedge, after, TimeUnit.NANOSECONDS);
            }
        }
        next.call(engine.upstream().call(loop, replica, head, body != null, next));
        return next;
    }

    private boolean hedgeable() {
        return repeatable == Repeatable.SAFE && body == null;
    }

    private void hedge() {
        Attempt slow = attempt;
        if (done || flow != null || hedge != null || slow == null || slow.over()) {
            return;
        }
        long now = now();
        tried(slow.replica);
        Replica other = pick(now);
        if (other == null) {
            return;
        }
        if (!engine.budget().tryTake(now)) {
            other.gate().release();
            return;
        }
        hedge = launch(other, now);
    }

    private void tried(Replica replica) {
        if (tried == Tried.NONE) {
            tried = new Tried();
        }
        tried.add(replica);
    }

    // ---- waiting

    private void pause(int round) {
        long nanos =
                engine.settings().backoff().nanos(round, engine.randomness().unit());
        later(Math.max(nanos, 1_000_000));
    }

    private void later(long nanos) {
        if (overdue()) {
            return;
        }
        waitingSince = now();
        if (body != null) {
            body.readAhead();
        }
        timer = loop.schedule(this::awake, Math.min(nanos, leftToWait()), TimeUnit.NANOSECONDS);
    }

    private void awake() {
        timer = null;
        if (!done) {
            waited += now() - waitingSince;
            next();
        }
    }

    private void hold() {
        if (overdue()) {
            return;
        }
        waitingSince = now();
        if (ticket == null) {
            ticket = engine.hold().ticket(this);
            engine.events().held();
        } else {
            engine.hold().failed(ticket);
        }
        timer = loop.schedule(this::outOfHold, leftToWait(), TimeUnit.NANOSECONDS);
        waitsInRoom = true;
        if (!engine.hold().enter(ticket, body == null ? 0 : body.keptBytes())) {
            waitsInRoom = false;
            stopTimer();
            giveUp("The waiting room of the service is full.");
        } else if (body != null) {
            body.readAhead();
        }
    }

    private long leftToWait() {
        return engine.settings().maxHoldNanos() - waited;
    }

    private boolean overdue() {
        if (leftToWait() > 0) {
            return false;
        }
        giveUp("No replica could take the request within hold.max-wait.");
        return true;
    }

    private void outOfHold() {
        timer = null;
        if (!done && waitsInRoom) {
            waitsInRoom = false;
            engine.hold().leave(ticket);
            waited = engine.settings().maxHoldNanos();
            overdue();
        }
    }

    /** From the waiting room, on any thread. */
    @Override
    public void released() {
        loop.execute(() -> {
            if (done || !waitsInRoom) {
                engine.hold().leave(ticket);
                return;
            }
            waitsInRoom = false;
            stopTimer();
            waited += now() - waitingSince;
            tried = Tried.NONE;
            next();
            loop.schedule(this::atWork, SETTLED_NANOS, TimeUnit.NANOSECONDS);
        });
    }

    /** From the waiting room, on any thread. */
    @Override
    public void turnedAway() {
        loop.execute(() -> {
            if (!done && waitsInRoom) {
                waitsInRoom = false;
                stopTimer();
                giveUp("The gateway stops.");
            }
        });
    }

    /** A guest whose request was sent and not lost has found its replica, however long the answer takes. */
    private void atWork() {
        if (!done && anySent()) {
            engine.hold().answered(ticket);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void fail(int status, String title, String detail) {
        if (flow != null) {
            flow.cut(detail);
        } else {
            problem(status, title, detail, null);
        }
    }

    private void giveUp(String detail) {
        if (flow != null) {
            flow.cut(detail);
        } else {
            problem(503, "No replica available", detail, 1);
        }
    }

    private void outOfTime() {
        if (!done && flow == null) {
            maybeSent |= anySent();
            cancelAttempts();
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
        if (!done && !to.over() && (flow == null || flow.attempt() != to)) {
            body.attach(to.call());
        }
    }

    void onWritable(Attempt from) {
        if (body != null && from == attempt) {
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
            if (failing || !flow.resumed(from, status, head.headers(), now)) {
                drop(from);
                lostAgain(from);
            } else if (ticket != null) {
                engine.hold().answered(ticket); // the rest may be silent for long
            }
            return;
        }
        if (engine.settings().retryStatuses().contains(status) && retriesAnswer(from, head, now)) {
            return;
        }
        winner(from);
        if (hedgeable() && ticket == null) {
            engine.settings().hedge().answered(now - startedAt);
        }
        if (ticket != null) {
            engine.hold().answered(ticket);
        }
        serviceVerdict(!failing);
        flow = new AnswerFlow(this, from, head, now);
        flow.begin();
    }

    /** The first answer wins; a hedge, or what was hedged, is cancelled. */
    private void winner(Attempt from) {
        Attempt other = from == attempt ? hedge : attempt;
        attempt = from;
        hedge = null;
        if (other != null) {
            other.cancel();
        }
        if (hedgeTimer != null) {
            hedgeTimer.cancel(false);
            hedgeTimer = null;
        }
    }

    private boolean retriesAnswer(Attempt from, HttpResponse head, long now) {
        ExchangeSettings s = engine.settings();
        if (!repeatable.afterLoss() || !replayable() || retries >= s.maxRetries()) {
            return false;
        }
        tried(from.replica);
        long asked = RetryAfter.nanos(
                head.headers().get(HttpHeaderNames.RETRY_AFTER), engine.time().now());
        Replica other = pick(now);
        RetryRule.Next next = RetryRule.afterAnswer(
                head.status().code(),
                from.took(now),
                asked,
                leftToWait(),
                repeatable,
                replayable(),
                retries,
                s.maxRetries(),
                other != null);
        if (other != null) {
            other.gate().release();
        }
        if (next == RetryRule.Next.PASS || !engine.budget().tryTake(now)) {
            return false;
        }
        if (from == hedge || hedge != null) {
            forget(from);
            from.cancel();
            return true; // the other attempt is still under way
        }
        maybeSent = true;
        engine.events().retried(from.replica);
        drop(from);
        int before = retries++;
        if (other != null && before == 0) {
            next();
            return true;
        }
        long step =
                s.backoff().nanos(Math.max(0, before - 1), engine.randomness().unit());
        if (other == null) {
            tried = Tried.NONE;
            step = Math.max(step, asked);
        }
        later(step);
        return true;
    }

    private void forget(Attempt from) {
        if (from == hedge) {
            hedge = null;
        } else if (from == attempt) {
            attempt = hedge;
            hedge = null;
        }
    }

    private void drop(Attempt from) {
        forget(from);
        if (body != null && from.call() != null) {
            body.detach(from.call());
        }
        from.cancel();
    }

    void onContent(Attempt from, ByteBuf content) {
        if (flow == null) {
            content.release();
        } else {
            flow.content(content);
        }
    }

    void onReadComplete(Attempt from) {
        if (flow != null) {
            flow.readComplete();
        }
    }

    void onEnd(Attempt from, HttpHeaders trailers) {
        if (flow != null) {
            flow.end(trailers);
        }
    }

    void onLost(Attempt from, Loss loss) {
        alarm(from.replica, loss);
        engine.events().lost(from.replica, loss);
        maybeSent |= loss.sent();
        if (flow != null && flow.attempt() == from) {
            flow.lost(loss);
            return;
        }
        if (body != null && from.call() != null) {
            body.detach(from.call());
        }
        forget(from);
        if (attempt != null && !attempt.over()) {
            return; // a hedge is still under way
        }
        if (ticket != null) {
            engine.hold().failed(ticket);
        }
        decide(from, loss);
    }

    /** The small body that was being gathered was lost, and the request may be sent again: as if nothing had come. */
    void lostWhole(Attempt from, Loss loss) {
        flow = null;
        if (body != null && from.call() != null) {
            body.detach(from.call());
        }
        forget(from);
        decide(from, loss);
    }

    /** Whether a loss after the head may still lead to another attempt. */
    boolean repeatsAfterLoss() {
        return repeatable.afterLoss() && replayable();
    }

    private void decide(Attempt from, Loss loss) {
        tried(from.replica);
        long now = now();
        if (loss.kind() == Loss.Kind.LOST) {
            losses.add(now);
        }
        RetryRule.Next next = RetryRule.afterLoss(
                loss.kind(),
                loss.sent(),
                repeatable,
                replayable(),
                retries,
                engine.settings().maxRetries(),
                losses.count());
        if (next == RetryRule.Next.RETRY_WITHIN_BUDGET && !engine.budget().tryTake(now)) {
            next = RetryRule.withoutBudget(loss.kind());
        }
        carryOut(next, from, loss);
    }

    private void carryOut(RetryRule.Next next, Attempt from, Loss loss) {
        String lost = "The connection to replica " + from.replica.name() + " ended: " + loss.why() + ".";
        switch (next) {
            case MOVE -> next();
            case RETRY -> {
                retries++;
                engine.events().retried(from.replica);
                next();
            }
            case RETRY_WITHIN_BUDGET -> {
                engine.events().retried(from.replica);
                if (retries++ == 0) {
                    next();
                } else {
                    pause(retries - 2);
                }
            }
            case HOLD -> {
                engine.events().retried(from.replica);
                tried = Tried.NONE;
                pause(Math.max(rounds++, retries));
            }
            case FAIL_UNSENT -> fail(502, "Not sent", lost + " The body of the request can no longer be sent again.");
            case FAIL_SENT_UNKNOWN -> fail(502, "Replica lost", lost + " The request may have been acted on.");
            case FAIL_POISON ->
                fail(
                        502,
                        "Poison request",
                        "The request was in flight at the loss of two replicas and is not tried on a third.");
            case FAIL_TIMEOUT -> fail(504, "Gateway timeout", "No answer within timeouts.first-byte.");
            default -> throw new IllegalStateException(next + " cannot follow a loss");
        }
    }

    void onReplicaDown(Attempt from) {
        if (flow != null && flow.attempt() == from) {
            flow.replicaDown();
            return;
        }
        if (flow != null && from == attempt) { // asked for the rest of a begun answer: another may be
            drop(from);
            lostAgain(from);
            return;
        }
        if (from != attempt || hedge != null || flow != null) {
            return;
        }
        boolean sent = sent(from);
        if (RetryRule.afterDown(sent, repeatable, replayable(), movedForSilence) != RetryRule.Next.MOVE) {
            return;
        }
        tried(from.replica);
        drop(from);
        if (sent) {
            movedForSilence = true;
            maybeSent = true;
            engine.events().saved(Saved.HANG);
        }
        next();
    }

    void onReplicaDraining(Attempt from) {
        if (flow != null && flow.attempt() == from) {
            flow.replicaDraining();
        }
    }

    void onGatewayStopping(Attempt from) {
        if (flow != null && flow.attempt() == from) {
            flow.gatewayStopping();
        }
    }

    private void alarm(Replica replica, Loss loss) {
        if (loss.alarming()) {
            replica.load().lostAt(now());
        }
        if (loss.kind() == Loss.Kind.REFUSED) {
            engine.alarm().refused(replica, loss.why());
        } else if (loss.alarming()) {
            engine.alarm().lost(replica, loss.why());
        }
    }

    private boolean replayable() {
        return body == null || body.replayable();
    }

    private boolean anySent() {
        return sent(attempt) || sent(hedge);
    }

    private static boolean sent(@Nullable Attempt a) {
        return a != null && a.call() != null && a.call().sent();
    }

    // ---- a begun answer that goes on elsewhere

    /**
     * Asks another replica for the rest of the answer.
     *
     * @param loss judged as that of a request is, or null: the replica leaves as it was told to
     */
    void resume(Attempt from, @Nullable Loss loss) {
        if (done) {
            return;
        }
        attempt = null;
        if (body != null && from.call() != null) {
            body.detach(from.call());
        }
        if (loss == null) {
            tried(from.replica);
            next();
        } else {
            decide(from, loss);
        }
    }

    private void lostAgain(Attempt from) {
        tried(from.replica);
        attempt = null;
        pause(rounds++);
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

    /** The client got more than it had: a loss now is judged anew. */
    void progressed() {
        waited = 0;
        rounds = 0;
        retries = 0;
        losses.forget();
        tried = Tried.NONE;
    }

    int attempts() {
        return attempts;
    }

    boolean wasSaved() {
        return retries > 0 || movedForSilence;
    }

    boolean wasHeld() {
        return ticket != null;
    }

    boolean isDone() {
        return done;
    }

    // ---- the end

    private void problem(int status, String title, String detail, @Nullable Integer retryAfter) {
        cancelAttempts();
        if (status == 504 && maybeSent) {
            serviceVerdict(false);
        }
        Answer stale = staleKey == null ? null : engine.stale().find(staleKey, request, attempts, now());
        deliver(stale != null ? stale : new Problem(status, title, detail, maybeSent, retryAfter).answer(attempts));
        finish();
    }

    private void serviceVerdict(boolean success) {
        if (serviceGate) {
            serviceGate = false;
            long took = now() - startedAt;
            if (success) {
                engine.service().gate().success(took);
            } else {
                engine.service().gate().failure(took);
            }
        }
    }

    /** Keeps a whole answer if it may be given when no replica can give a fresh one. */
    void keepStale(int status, HttpHeaders headers, @Nullable ByteBuf whole) {
        if (staleKey != null) {
            engine.stale().keep(staleKey, request, status, headers, whole, now());
        }
    }

    /** Hands the answer to the entrance. */
    void deliver(Answer answer) {
        if (handedOver || done) {
            answer.discard();
            return;
        }
        handedOver = true;
        engine.events().answered(answer.status(), attempts, now() - startedAt);
        client.onNext(answer);
        client.onComplete();
    }

    /** Gives everything back; safe to call again. */
    void finish() {
        if (done) {
            return;
        }
        done = true;
        stopTimer();
        if (hedgeTimer != null) {
            hedgeTimer.cancel(false);
        }
        if (totalTimer != null) {
            totalTimer.cancel(false);
        }
        if (ticket != null) {
            engine.hold().leave(ticket);
        }
        cancelAttempts();
        if (flow != null) {
            flow.close();
        }
        if (body != null) {
            body.close();
        }
        if (serviceGate) {
            serviceGate = false;
            engine.service().gate().release();
        }
    }

    private void cancelAttempts() {
        if (attempt != null) {
            attempt.cancel();
        }
        if (hedge != null) {
            hedge.cancel();
        }
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
        } else if (!handedOver && !done) {
            engine.events().clientGone();
            handedOver = true;
            finish();
        }
    }

    @Override
    public boolean kept(int bytes) {
        return ticket == null || engine.hold().grow(ticket, bytes);
    }

    @Override
    public void bodyFailed(Throwable cause) {
        if (handedOver) {
            if (flow != null) {
                flow.clientBroke();
            }
            return;
        }
        handedOver = true;
        finish();
        client.onError(cause);
    }
}
