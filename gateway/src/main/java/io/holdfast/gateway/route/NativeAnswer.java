package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.AnswerBody;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerResponse;

/** Writes an answer by reactor-netty alone. */
final class NativeAnswer {

    private NativeAnswer() {}

    static Mono<Void> write(Answer answer, HttpServerResponse response) {
        if (response.hasSentHeaders()) {
            answer.discard(); // the server has refused the rest of the request meanwhile
            return Mono.empty();
        }
        HttpHeaders headers = answer.headers();
        response.status(HttpResponseStatus.valueOf(answer.status()));
        HttpHeaders out = response.responseHeaders();
        if (headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            out.remove(HttpHeaderNames.TRANSFER_ENCODING);
        }
        out.add(headers);
        boolean trailing = trailers(answer, response);
        AnswerBody stream = answer.stream();
        if (stream != null) {
            return write(stream, response).doFinally(signal -> stream.cancel());
        }
        ByteBuf whole = answer.whole();
        if (whole == null) {
            return response.send();
        }
        // one message has no room for trailers
        return trailing
                ? response.send(Flux.just(whole, whole.alloc().buffer(0))).then()
                : response.sendObject(whole).then();
    }

    /** Lets the trailers of an answer that announces some follow its body; says whether it does. */
    static boolean trailers(Answer answer, HttpServerResponse response) {
        if (!answer.headers().contains(HttpHeaderNames.TRAILER)) {
            return false;
        }
        response.trailerHeaders(t -> {
            HttpHeaders trailers = answer.trailers();
            if (trailers != null) {
                t.set(trailers);
            }
        });
        return true;
    }

    private static Mono<Void> write(AnswerBody stream, HttpServerResponse response) {
        if (stream.live()) {
            return response.sendHeaders().then().then(Mono.defer(() -> response.send(Flux.from(stream), part -> true)
                    .then()));
        }
        return response.send(Flux.from(stream), part -> !stream.moreQueued()).then();
    }
}
