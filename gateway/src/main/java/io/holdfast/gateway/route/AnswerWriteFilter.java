package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.AnswerBody;
import io.holdfast.gateway.exchange.ExchangeFailedException;
import io.netty.buffer.ByteBuf;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Writes the answer that {@link ExchangeFilter} got, in the place of the stock write filter, so that filters that
 * decorate the response (such as ModifyResponseBody) work on it. Gives back an answer that nobody wrote.
 */
public final class AnswerWriteFilter implements GlobalFilter, Ordered {

    static final String ANSWER = AnswerWriteFilter.class.getName() + ".answer";

    @Override
    public int getOrder() {
        return -1; // that of the stock write filter
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .onErrorResume(ExchangeFailedException.class, failed -> {
                    ExchangeFilter.present(exchange, failed.answer());
                    return Mono.empty();
                })
                .then(Mono.defer(() -> write(exchange)))
                .doFinally(signal -> discard(exchange));
    }

    private static void discard(ServerWebExchange exchange) {
        Answer left = (Answer) exchange.getAttributes().remove(ANSWER);
        if (left != null) {
            left.discard();
        }
    }

    private static Mono<Void> write(ServerWebExchange exchange) {
        Answer answer = exchange.getAttribute(ANSWER);
        ServerHttpResponse response = exchange.getResponse();
        if (answer == null) {
            return Mono.empty();
        }
        if (response.isCommitted()) {
            discard(exchange); // a fallback has answered instead
            return Mono.empty();
        }
        NativeAnswer.trailers(answer, ServerHttpResponseDecorator.getNativeResponse(response));
        NettyDataBufferFactory buffers = (NettyDataBufferFactory) response.bufferFactory();
        AnswerBody stream = answer.stream();
        if (stream == null) {
            exchange.getAttributes()
                    .remove(ANSWER); // the response gives the buffer back; a stream is closed at the end
            ByteBuf whole = answer.whole();
            if (whole == null) {
                return response.setComplete();
            }
            DataBuffer body = buffers.wrap(whole);
            return answer.trailers() == null
                    ? response.writeWith(Mono.just(body))
                    : response.writeWith(
                            Flux.just(body, buffers.wrap(whole.alloc().buffer(0)))); // as NativeAnswer does
        }
        Flux<DataBuffer> body = Flux.from(stream).map(buffers::wrap);
        return stream.live()
                // an empty first part sends the headers before the first event
                ? response.writeAndFlushWith(Flux.concat(Flux.just(Flux.<DataBuffer>empty()), body.map(Flux::just)))
                : response.writeWith(body);
    }
}
