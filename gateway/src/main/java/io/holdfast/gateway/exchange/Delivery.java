package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;

/**
 * The end that one exchange owes: one answer, or one error, to the entrance, and one verdict to the breaker of the service
 * (rule 9).
 */
final class Delivery {

    private final Engine engine;
    private final RequestHead request;
    private final CoreSubscriber<? super Answer> client;
    private final @Nullable String staleKey;
    private final long startedAt;
    private boolean entered;
    private boolean handedOver;

    Delivery(Engine engine, RequestHead request, CoreSubscriber<? super Answer> client, long now) {
        this.engine = engine;
        this.request = request;
        this.client = client;
        this.staleKey = engine.stale() == null ? null : StaleRule.key(request.target(), request.headers()::get);
        this.startedAt = now;
    }

    long startedAt() {
        return startedAt;
    }

    /** Asks the breaker of the service for a permit. */
    boolean enter() {
        entered = engine.service().gate().tryEnter();
        return entered;
    }

    /** Tells the breaker how it went, once. */
    void verdict(boolean success, long now) {
        if (!entered) {
            return;
        }
        entered = false;
        if (success) {
            engine.service().gate().success(now - startedAt);
        } else {
            engine.service().gate().failure(now - startedAt);
        }
    }

    /** Keeps a whole answer if it may be given when no replica can give a fresh one. */
    void keep(int status, HttpHeaders headers, @Nullable ByteBuf whole, long now) {
        if (staleKey != null) {
            engine.stale().keep(staleKey, request, status, headers, whole, now);
        }
    }

    /** No replica gives an answer: the last good one where that is allowed, else the problem. */
    void problem(Problem problem, int attempts, long now) {
        Answer stale = staleKey == null ? null : engine.stale().find(staleKey, request, attempts, now);
        answer(stale != null ? stale : problem.answer(attempts), attempts, now);
    }

    /** Hands an answer to the entrance; a second one is thrown away. */
    void answer(Answer answer, int attempts, long now) {
        if (handedOver) {
            answer.discard();
            return;
        }
        handedOver = true;
        engine.events().answered(answer.status(), attempts, now - startedAt);
        client.onNext(answer);
        client.onComplete();
    }

    boolean handedOver() {
        return handedOver;
    }

    /** The client left: it gets nothing any more. */
    void clientGone() {
        handedOver = true;
        engine.events().clientGone();
    }

    /** The client broke off its body; to be called when all is given back. */
    void clientBroke(Throwable cause) {
        if (!handedOver) {
            handedOver = true;
            client.onError(cause);
        }
    }

    /** Gives the permit back if there was no verdict. */
    void close() {
        if (entered) {
            entered = false;
            engine.service().gate().release();
        }
    }
}
