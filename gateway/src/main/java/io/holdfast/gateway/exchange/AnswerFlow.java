package io.holdfast.gateway.exchange;

import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The answer of an exchange from its head on: held until whole while it is small (rule 4), else streamed, and continued
 * from another replica where it can be (section "streams" of the docs). Confined to the exchange's event loop.
 */
final class AnswerFlow implements AnswerBody.Source {

    private static final long WHOLE_WAIT_NANOS = 1_000_000_000L;
    private static final long UNKNOWN_WAIT_NANOS = 20_000_000L;
    private static final long TICK_NANOS = 100_000_000L;
    /** How long a clean end of an event stream waits for the word whether its replica is going down. */
    private static final long GOING_DOWN_NANOS = 200_000_000L;

    private final Exchange exchange;
    private final int status;
    private final HttpHeaders headers;
    private final boolean events;
    private final boolean bodyless;
    private final long length;
    private final WholeBody whole = new WholeBody();
    private @Nullable Continuation continuation;
    private @Nullable AnswerBody out;
    private @Nullable ScheduledFuture<?> timer;
    private Attempt attempt;
    private long emitted;

    AnswerFlow(Exchange exchange, Attempt attempt, HttpResponse head, long now) {
        this.exchange = exchange;
        this.attempt = attempt;
        this.status = head.status().code();
        this.headers = head.headers();
        this.bodyless = exchange.request.method().equals(HttpMethod.HEAD) || status == 204 || status == 304;
        this.length = MessageHeaders.length(headers);
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        this.events = type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
    }

    Attempt attempt() {
        return attempt;
    }

    /** After the head: waits for a small body, opens a stream for any other. */
    void begin() {
        boolean gather =
                bodyless || !events && length <= exchange.engine.settings().wholeBodyUnder();
        if (!gather) {
            open();
        }
    }

    private void open() {
        stopTimer();
        long now = exchange.now();
        attempt.gate(true, now);
        continuation =
                exchange.engine.continuations().of(exchange.request, exchange.repeatsAfterLoss(), status, headers);
        if (events) {
            attempt.streaming(now);
        }
        MessageHeaders.answer(headers);
        AnswerBody stream = new AnswerBody(exchange.loop, this, events);
        out = stream;
        ByteBuf first = whole.take();
        exchange.deliver(expose(Answer.streamed(
                status,
                headers,
                stream,
                attempt.replica.name(),
                exchange.attempts().made())));
        if (first != null) {
            forward(first);
        }
        if (events) {
            catchUp();
        }
    }

    private Answer expose(Answer answer) {
        if (exchange.engine.settings().expose()) {
            answer.headers().set(MessageHeaders.REPLICA, attempt.replica.name());
            answer.headers().set(MessageHeaders.ATTEMPTS, exchange.attempts().made());
        }
        return answer;
    }

    // ---- what the present attempt brings

    void content(ByteBuf part) {
        if (out != null) {
            forward(part);
            return;
        }
        whole.add(part);
        if (whole.size() > exchange.engine.settings().wholeBodyUnder()) {
            open();
        }
    }

    private void forward(ByteBuf part) {
        if (exchange.isDone()) { // the client left on seeing the head
            part.release();
            return;
        }
        if (continuation == null) {
            out.emit(part);
            return;
        }
        continuation.content(part, exchange.now(), out);
        if (continuation != null && continuation.ticking() && timer == null) {
            timer = exchange.loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
        }
    }

    private void tick() {
        timer = null;
        if (continuation != null && out != null && !exchange.isDone()) {
            continuation.tick(exchange.now(), out);
            if (continuation.ticking()) {
                timer = exchange.loop.schedule(this::tick, TICK_NANOS, TimeUnit.NANOSECONDS);
            }
        }
    }

    void readComplete() {
        if (out != null) {
            if (out.wants()) {
                attempt.read();
            }
            return;
        }
        if (timer == null) {
            if (length < 0 && !exchange.repeatsAfterLoss()) {
                open(); // nothing is won by waiting: it could not be asked for again
                return;
            }
            timer = exchange.loop.schedule(
                    this::waitedEnough, length < 0 ? UNKNOWN_WAIT_NANOS : WHOLE_WAIT_NANOS, TimeUnit.NANOSECONDS);
        }
        attempt.read();
    }

    private void waitedEnough() {
        timer = null;
        if (out == null && !exchange.isDone()) {
            open();
        }
    }

    void end(HttpHeaders trailers) {
        if (out == null) {
            deliverWhole(trailers);
        } else if (continuation == null) {
            out.end(trailers);
            exchange.finish();
        } else if (events && continuation.movable() && !continuation.finished() && !leaving()) {
            // A replica that is going down closes its listener first: ask before believing the end.
            Replica replica = attempt.replica;
            exchange.engine.alarm().lost(replica, "an event stream ended");
            exchange.loop.schedule(() -> ended(trailers), GOING_DOWN_NANOS, TimeUnit.NANOSECONDS);
        } else {
            ended(trailers);
        }
    }

    private void ended(HttpHeaders trailers) {
        if (!exchange.isDone()) {
            String why = "the replica ended its answer early";
            boolean leaving = leaving();
            after(
                    continuation.ended(leaving, out),
                    leaving ? null : new Loss(Loss.Kind.INVALID, true, why),
                    why,
                    trailers);
        }
    }

    private boolean leaving() {
        Replica replica = attempt.replica;
        return leavingByWord()
                || replica.health().unreachable()
                // where none is up, an unhealthy replica is served on purpose and its end is an end
                || !replica.health().up() && exchange.otherUsable(replica);
    }

    /** Drained, or no longer found. */
    private boolean leavingByWord() {
        return attempt.replica.draining()
                || !exchange.engine.service().replicas().contains(attempt.replica);
    }

    private void deliverWhole(HttpHeaders trailers) {
        stopTimer();
        MessageHeaders.answer(headers);
        ByteBuf body = whole.take();
        boolean trailing = trailers != null && !trailers.isEmpty();
        if (!bodyless && length < 0 && !trailing) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, body == null ? 0 : body.readableBytes());
        }
        if (!trailing) {
            exchange.keepStale(status, headers, body);
        }
        if (exchange.wasHeld()) {
            exchange.engine.events().saved(Saved.HELD);
        } else if (exchange.wasSaved()) {
            exchange.engine.events().saved(Saved.REQUEST);
        }
        exchange.deliver(expose(Answer.whole(
                status,
                headers,
                body,
                trailing ? trailers : null,
                attempt.replica.name(),
                exchange.attempts().made())));
        exchange.finish();
    }

    // ---- loss

    void lost(Loss loss) {
        if (out == null) {
            if (exchange.repeatsAfterLoss()) {
                stopTimer();
                whole.discard();
                exchange.lostWhole(attempt, loss);
                return;
            }
            open();
        }
        after(
                continuation == null ? Continuation.After.CUT : continuation.lost(out),
                loss,
                "the connection to " + attempt.replica.name() + " ended: " + loss.why(),
                null);
    }

    /** @param loss that counts against asking again, or null: the replica leaves as it was told to */
    private void after(Continuation.After after, @Nullable Loss loss, String why, @Nullable HttpHeaders trailers) {
        switch (after) {
            case RESUME -> {
                if (out.emitted() > emitted) {
                    emitted = out.emitted();
                    exchange.progressed();
                }
                exchange.resume(attempt, loss);
            }
            case END -> {
                out.end(trailers);
                exchange.finish();
            }
            case CUT -> cut(why);
        }
    }

    /** Health found the replica unreachable: what can go on elsewhere does so now. */
    void replicaDown() {
        if (out == null ? exchange.repeatsAfterLoss() : continuation != null) {
            attempt.cancel();
            lost(new Loss(Loss.Kind.LOST, true, "the replica is down"));
        }
    }

    /** Event streams move at an event boundary when another replica can take them; anything else finishes. */
    void replicaDraining() {
        if (movable() && exchange.otherUsable(attempt.replica)) {
            attempt.cancel();
            after(continuation.lost(out), null, "the replica is draining", null);
        }
    }

    /** Event streams that their client can ask for again end at an event boundary; anything else finishes. */
    void gatewayStopping() {
        if (movable() && continuation.lost(out) != Continuation.After.CUT) {
            attempt.cancel();
            out.end(null);
            exchange.finish();
        }
    }

    private boolean movable() {
        return out != null && events && continuation != null && continuation.movable();
    }

    /** What was said while this stream was waiting for its replica. */
    private void catchUp() {
        if (exchange.engine.upstream().isStopping()) {
            gatewayStopping();
        } else if (leavingByWord()) {
            replicaDraining();
        }
    }

    /** Changes the headers of a request for the rest. */
    void ask(HttpHeaders request) {
        if (continuation != null) {
            continuation.ask(request);
        }
    }

    /** The head of an answer to a request for the rest; false when another replica is to be asked. */
    boolean resumed(Attempt from, int answer, HttpHeaders answerHeaders, long now) {
        switch (continuation.judge(answer, answerHeaders)) {
            case CONTINUE -> {
                attempt = from;
                from.gate(true, now);
                if (events) {
                    from.streaming(now);
                }
                exchange.engine.events().saved(events ? Saved.EVENT_STREAM : Saved.DOWNLOAD);
                if (out.wants()) {
                    from.read();
                }
                if (events) {
                    catchUp();
                }
                return true;
            }
            case END -> {
                out.end(null);
                exchange.finish();
                return true;
            }
            case CUT -> {
                cut("replica " + from.replica.name() + " gave something else than the rest");
                return true;
            }
            default -> {
                return false;
            }
        }
    }

    void cut(String why) {
        exchange.engine.events().cut(attempt.replica, why);
        if (out != null) {
            out.fail(new CutException(why));
        }
        exchange.finish();
    }

    // ---- what the client does

    /** It broke off its request while the answer was on the way: no replica can finish that. */
    void clientBroke() {
        if (out != null) {
            out.fail(new CutException("the client broke off its request"));
        }
        exchange.finish();
    }

    @Override
    public void more() {
        if (!attempt.over()) {
            attempt.read();
        }
    }

    @Override
    public void cancelled() {
        exchange.finish();
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    void close() {
        stopTimer();
        whole.discard();
        if (continuation != null) {
            continuation.close();
        }
    }
}
