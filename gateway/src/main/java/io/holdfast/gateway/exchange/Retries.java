package io.holdfast.gateway.exchange;

import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.exchange.RetryRule.Next;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.upstream.Loss;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What failed in one exchange so far, and what is done about it: carries out {@link RetryRule}'s word. An answer that has
 * begun and goes on elsewhere is judged by the same rule; when it cannot go on it is cut.
 */
final class Retries {

    private final Exchange exchange;
    private final Engine engine;
    private Tried tried = Tried.NONE;
    private @Nullable Losses losses;
    private int counted;
    private boolean maybeSent;
    private boolean movedForSilence;

    Retries(Exchange exchange) {
        this.exchange = exchange;
        this.engine = exchange.engine;
    }

    Tried tried() {
        return tried;
    }

    void tried(Replica replica) {
        if (tried == Tried.NONE) {
            tried = new Tried();
        }
        tried.add(replica);
    }

    /** All replicas may be tried again. */
    void startOver() {
        tried = Tried.NONE;
    }

    /** The client got more than it had: a loss now is judged anew. */
    void forget() {
        tried = Tried.NONE;
        counted = 0;
        losses = null;
    }

    /** Whether something of the request may have reached a replica. */
    boolean maybeSent() {
        return maybeSent;
    }

    void sent(boolean sent) {
        maybeSent |= sent;
    }

    /** Whether the client was spared a failure. */
    boolean saved() {
        return counted > 0 || movedForSilence;
    }

    // ---- a failing answer

    /** Says whether the answer is dropped and another attempt made; else it passes. */
    boolean answer(Attempt from, HttpResponse head, long now) {
        ExchangeSettings s = engine.settings();
        Repeatable repeatable = exchange.repeatable();
        if (!repeatable.afterLoss() || !exchange.replayable() || counted >= s.maxRetries()) {
            return false;
        }
        tried(from.replica);
        long asked = RetryAfter.nanos(
                head.headers().get(HttpHeaderNames.RETRY_AFTER), engine.time().now());
        boolean untried = anotherTakesIt(now);
        Next next = RetryRule.afterAnswer(
                head.status().code(),
                from.took(now),
                asked,
                exchange.leftToWait(),
                repeatable,
                exchange.replayable(),
                counted,
                s.maxRetries(),
                untried);
        if (next == Next.PASS || !engine.budget().tryTake(now)) {
            return false;
        }
        maybeSent = true;
        if (exchange.attempts().hedged()) {
            exchange.drop(from);
            return true; // the other attempt is still under way
        }
        engine.events().retried(from.replica);
        exchange.drop(from);
        againAfterAnswer(asked, untried);
        return true;
    }

    private boolean anotherTakesIt(long now) {
        Replica other = exchange.pick(now);
        if (other == null) {
            return false;
        }
        other.gate().release();
        return true;
    }

    private void againAfterAnswer(long asked, boolean untried) {
        int round = PauseRule.round(counted++);
        if (untried && round == PauseRule.AT_ONCE) {
            exchange.next();
            return;
        }
        if (!untried) {
            startOver();
        }
        long backoff = engine.settings()
                .backoff()
                .nanos(Math.max(0, round), engine.randomness().unit());
        exchange.waiting().pause(PauseRule.afterAnswer(backoff, asked, untried));
    }

    // ---- a loss

    /** A loss that counts, and nothing more: the other of two attempts is still under way. */
    void noted(Attempt from, Loss loss) {
        tried(from.replica);
        if (loss.kind() == Loss.Kind.LOST) {
            losses = losses == null ? new Losses() : losses;
            losses.add(exchange.now());
        }
    }

    void loss(Attempt from, Loss loss) {
        noted(from, loss);
        long now = exchange.now();
        Next next = RetryRule.afterLoss(
                loss.kind(),
                loss.sent(),
                exchange.repeatable(),
                exchange.replayable(),
                counted,
                engine.settings().maxRetries(),
                losses == null ? 0 : losses.count());
        if (next == Next.RETRY_WITHIN_BUDGET && !engine.budget().tryTake(now)) {
            next = RetryRule.withoutBudget(loss.kind());
        }
        carryOut(next, from, loss);
    }

    private void carryOut(Next next, Attempt from, Loss loss) {
        String lost = engine.settings().expose()
                ? "The connection to replica " + from.replica.name() + " ended: " + loss.why() + "."
                : "The connection to the replica ended.";
        switch (next) {
            case MOVE -> exchange.next();
            case RETRY -> {
                engine.events().retried(from.replica);
                counted++;
                exchange.next();
            }
            case RETRY_WITHIN_BUDGET -> {
                engine.events().retried(from.replica);
                int round = PauseRule.round(counted++);
                if (round == PauseRule.AT_ONCE) {
                    exchange.next();
                } else {
                    exchange.waiting().backOff(round);
                }
            }
            case HOLD -> {
                engine.events().retried(from.replica);
                startOver();
                exchange.waiting().round(counted);
            }
            case FAIL_UNSENT ->
                exchange.fail(502, "Not sent", lost + " The body of the request can no longer be sent again.");
            case FAIL_SENT_UNKNOWN -> exchange.fail(502, "Replica lost", lost + " The request may have been acted on.");
            case FAIL_POISON ->
                exchange.fail(
                        502,
                        "Poison request",
                        "The request was in flight at the loss of two replicas and is not tried on a third.");
            case FAIL_TIMEOUT -> exchange.fail(504, "Gateway timeout", "No answer within timeouts.first-byte.");
            default -> throw new IllegalStateException(next + " cannot follow a loss");
        }
    }

    /** An attempt for the rest of a begun answer gave none, or something else: another replica is asked after a pause. */
    void restRefused(Attempt from) {
        tried(from.replica);
        exchange.waiting().round();
    }

    // ---- a replica that is down

    /** Health found the replica of one of two attempts DOWN: the other one goes on alone. */
    void left(Attempt from) {
        tried(from.replica);
        maybeSent |= from.sent();
        exchange.drop(from);
    }

    /** Health found the replica DOWN at which the request waits. */
    void down(Attempt from) {
        boolean sent = from.sent();
        Next next = RetryRule.afterDown(sent, exchange.repeatable(), exchange.replayable(), movedForSilence);
        if (next != Next.MOVE) {
            return;
        }
        tried(from.replica);
        exchange.drop(from);
        if (sent) {
            movedForSilence = true;
            maybeSent = true;
            engine.events().saved(Saved.HANG);
        }
        exchange.next();
    }
}
