package io.holdfast.gateway.exchange;

import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.service.Alarm;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Time;
import io.holdfast.gateway.upstream.Upstream;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;

/**
 * The engine of one service: takes requests from an entrance and gives answers, whatever happens to replicas meanwhile.
 *
 * @param service whose replicas do the work
 * @param balancer says which one
 * @param upstream talks to them
 * @param hold where requests wait
 * @param budget of retries and hedges
 * @param settings of this service
 * @param continuations for answers that can go on elsewhere
 * @param alarm tells health
 * @param stale answers to be given when no replica can give one, or null: off
 * @param events for meters and the incident log
 */
public record Engine(
        Service service,
        Balancer balancer,
        Upstream upstream,
        HoldRoom hold,
        RetryBudget budget,
        ExchangeSettings settings,
        Continuation.Factory continuations,
        Alarm alarm,
        @Nullable StaleAnswers stale,
        ExchangeEvents events,
        Time time,
        Randomness randomness) {

    /** Whether a replica that was not tried could take more work now. */
    public boolean otherThan(Tried tried) {
        for (Replica replica : service.replicas()) {
            if (replica.reachable() && !tried.contains(replica)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The answer to a request; nothing happens before it is subscribed to, once. Cancelling it, or the body of the
     * answer, ends the attempt under way at once. It never signals an error for what a replica did: such an answer is a
     * problem body. An error is the client's own: its body broke off.
     *
     * @param loop the event loop of the client's connection
     * @param request as the entrance gives it; its headers are taken over
     * @param body of the request, or null without one
     */
    public Mono<Answer> exchange(EventLoop loop, RequestHead request, @Nullable Publisher<ByteBuf> body) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Answer> client) {
                Exchange exchange = new Exchange(Engine.this, loop, request, body, client);
                client.onSubscribe(exchange);
                if (loop.inEventLoop()) {
                    exchange.start();
                } else {
                    loop.execute(exchange::start);
                }
            }
        };
    }
}
