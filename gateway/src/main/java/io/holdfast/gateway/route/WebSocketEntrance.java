package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.RequestHead;
import io.holdfast.gateway.websocket.Handshake;
import io.holdfast.gateway.websocket.WebSockets;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;

/** Upgrades a client's connection once a replica has agreed; the same for every entrance. */
final class WebSocketEntrance {

    private final Map<String, WebSockets> byService;

    WebSocketEntrance(Map<String, WebSockets> byService) {
        this.byService = Map.copyOf(byService);
    }

    /** Whether the request asks for a WebSocket (RFC 6455 section 4.2.1). */
    static boolean asked(HttpHeaders headers) {
        String upgrade = headers.get(HttpHeaderNames.UPGRADE);
        return upgrade != null
                && HttpHeaderValues.WEBSOCKET.contentEqualsIgnoreCase(upgrade)
                && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    /**
     * Serves it.
     *
     * @param refused writes an answer that is not 101
     * @param committing is given the headers of the replica's 101 and puts those that pass into the response, after
     *     filters that have something to do then
     */
    Mono<Void> serve(
            String service,
            RequestHead head,
            HttpServerRequest request,
            HttpServerResponse response,
            Function<Answer, Mono<Void>> refused,
            Function<HttpHeaders, Mono<Void>> committing) {
        WebSockets sockets = byService.get(service);
        Channel channel = NativeConnection.channel(request);
        int maxFrame = sockets.maxFrame();
        return sockets.handshake(channel.eventLoop(), head).flatMap(handshake -> {
            if (handshake.refusal() != null) {
                return refused.apply(handshake.refusal());
            }
            return committing
                    .apply(handshake.headers())
                    .then(Mono.defer(() -> {
                        joinLines(request.requestHeaders());
                        return upgrade(handshake, response, channel, maxFrame);
                    }))
                    .doFinally(signal -> handshake.abandon());
        });
    }

    /** Netty looks for what was agreed in the first line of the offer only. */
    private static void joinLines(HttpHeaders headers) {
        List<String> offers = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
        if (offers.size() > 1) {
            headers.set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(", ", offers));
        }
    }

    private static Mono<Void> upgrade(Handshake handshake, HttpServerResponse response, Channel channel, int maxFrame) {
        WebsocketServerSpec.Builder spec =
                WebsocketServerSpec.builder().maxFramePayloadLength(maxFrame).handlePing(true);
        @Nullable String protocol = handshake.protocol();
        if (protocol != null) {
            spec.protocols(protocol);
        }
        return response.sendWebsocket((in, out) -> handshake.join(channel, NettyPipeline.ReactiveBridge), spec.build());
    }
}
