package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.Engine;
import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.exchange.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The entrance below Spring: a request of a compiled route goes from Netty to the engine and back. */
final class FastLane {

    private final Engines engines;
    private final WebSocketEntrance webSockets;
    private final ForwardedHeaders forwarded;
    private final StickyKeys stickyKeys;
    private volatile RouteTable table = RouteTable.EMPTY;

    FastLane(Engines engines, WebSocketEntrance webSockets, ForwardedHeaders forwarded, StickyKeys stickyKeys) {
        this.engines = engines;
        this.webSockets = webSockets;
        this.forwarded = forwarded;
        this.stickyKeys = stickyKeys;
    }

    /** Puts other routes in place; requests under way go on as they began. */
    void table(RouteTable next) {
        table = next;
    }

    RouteTable table() {
        return table;
    }

    /** Whether a request is this lane's. */
    boolean takes(HttpServerRequest request) {
        return route(request) != null;
    }

    /** Prepares a request that this lane does not take for the ordinary chain; takes none. */
    static boolean leaves(HttpServerRequest request) {
        Spelling.unify(request.requestHeaders());
        return false;
    }

    private @Nullable CompiledRoute route(HttpServerRequest request) {
        String uri = request.uri();
        if (!uri.startsWith("/")) {
            return null;
        }
        return table.fast(new Incoming(request.method(), uri, request.requestHeaders()));
    }

    Mono<Void> serve(HttpServerRequest request, HttpServerResponse response) {
        CompiledRoute route = route(request);
        if (route == null) {
            return response.sendNotFound(); // the table was swapped between the look and the service
        }
        Engine engine = engines.find(route.service());
        HttpHeaders came = request.requestHeaders();
        HttpHeaders headers = came.copy();
        String target = route.target(request.uri());
        String address = NativeConnection.address(request.remoteAddress());
        forwarded.rewrite(
                headers,
                new ForwardedHeaders.Connection(
                        address,
                        request.scheme(),
                        came.get(HttpHeaderNames.HOST),
                        request.hostPort(),
                        ForwardedHeaders.prefix(request.uri(), target)));
        route.editRequest(headers);
        RequestHead head = new RequestHead(
                request.method(),
                target,
                headers,
                route.preserveHost(),
                stickyKeys.of(route.service(), came, address),
                () -> RequestTrailers.find(NativeConnection.channel(request), came),
                info -> NativeConnection.informational(request, info));
        if (WebSocketEntrance.asked(came)) {
            return webSockets.serve(
                    route.service(),
                    head,
                    request,
                    response,
                    refusal -> write(route, refusal, response),
                    agreed -> Mono.fromRunnable(() -> {
                        route.editAnswer(agreed);
                        response.responseHeaders().add(agreed);
                    }));
        }
        EventLoop loop = NativeConnection.loop(request);
        return engine.exchange(loop, head, body(request, came)).flatMap(answer -> write(route, answer, response));
    }

    private static @Nullable Publisher<ByteBuf> body(HttpServerRequest request, HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
            if (length == null || length.equals("0")) {
                return null;
            }
        }
        return request.receive().retain();
    }

    private static Mono<Void> write(CompiledRoute route, Answer answer, HttpServerResponse response) {
        route.editAnswer(answer.headers());
        return NativeAnswer.write(answer, response);
    }
}
