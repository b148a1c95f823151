package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** CONNECT and TRACE: no method for a gateway in front of an API. */
final class RefusedMethods {

    private RefusedMethods() {}

    static boolean takes(HttpServerRequest request) {
        return request.method().equals(HttpMethod.CONNECT) || request.method().equals(HttpMethod.TRACE);
    }

    static Mono<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        Answer answer = new Problem(
                        405, "Method not allowed", "CONNECT and TRACE are not served by this gateway.", false, null)
                .answer(0);
        answer.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
        response.keepAlive(false); // what follows a CONNECT is no HTTP
        return NativeAnswer.write(answer, response);
    }
}
