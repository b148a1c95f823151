package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway's own handshakes with replicas for one client: each with a key of its own, and what has to answer it. */
final class Upgrade {

    private final RequestHead request;
    private final Randomness randomness;
    private final List<String> offered;
    private String key = "";

    /** @param request of the client; its headers are already end-to-end */
    Upgrade(RequestHead request, Randomness randomness) {
        this.request = request;
        this.randomness = randomness;
        this.offered = HandshakeRule.offered(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
    }

    /** The next handshake. */
    HttpRequest head(Replica replica) {
        HttpHeaders headers = request.headers().copy();
        key = WebSocketKeys.key(randomness);
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
                .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key)
                .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, WebSocketVersion.V13.toHttpHeaderValue())
                .remove(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS);
        if (!request.preserveHost()) {
            headers.set(HttpHeaderNames.HOST, replica.name());
        }
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, request.target(), headers);
    }

    /** What is wrong with the 101 that answers the last one, in words, or null. */
    @Nullable String misfit(HttpHeaders answer) {
        return HandshakeRule.misfit(
                answer.get(HttpHeaderNames.UPGRADE),
                answer.get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT),
                WebSocketKeys.accept(key),
                answer.get(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS),
                answer.get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL),
                offered);
    }
}
