package io.holdfast.stub.socket;

import io.holdfast.stub.Time;
import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Refusal;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** {@code /api/ws/status} and {@code /ws/status}. */
public final class SocketEndpoint {
    private static final int MAX_FRAME = 16 * 1024 * 1024;
    private static final long MAX_MILLIS = 86_400_000;
    private static final String PROTOCOLS = "status.v1,echo";

    private final String replica;
    private final Sockets sockets;
    private final IntSupplier refusal;
    private final BooleanSupplier silent;

    /**
     * @param refusal status by which handshakes are refused, 0: they are not
     * @param silent whether nothing is sent
     */
    public SocketEndpoint(String replica, Sockets sockets, IntSupplier refusal, BooleanSupplier silent) {
        this.replica = replica;
        this.sockets = sockets;
        this.refusal = refusal;
        this.silent = silent;
    }

    public void register(Routes routes) {
        routes.get("/api/ws/status", this::open);
        routes.get("/ws/status", this::open);
    }

    private void open(Exchange exchange) {
        if (refusal.getAsInt() > 0) {
            exchange.error(refusal.getAsInt(), "WebSockets are refused by a fault");
            return;
        }
        if (exchange.stopping()) {
            throw new Refusal(503, "this replica is stopping");
        }
        long interval = exchange.query("interval", 10_000, 1, MAX_MILLIS);
        HttpHeaders headers = exchange.headers();
        if (!headers.containsValue("upgrade", "websocket", true) || !headers.contains("sec-websocket-key")) {
            throw new Refusal(400, "no WebSocket handshake (expected: Upgrade: websocket, Sec-WebSocket-Key)");
        }
        if (!"13".equals(headers.get("sec-websocket-version"))) {
            exchange.json(
                    426,
                    Map.of(
                            "error",
                            "sec-websocket-version: " + headers.get("sec-websocket-version") + " (expected: 13)"),
                    "sec-websocket-version",
                    "13");
            return;
        }
        SocketHandler socket = new SocketHandler(sockets, interval, this::status, silent);
        exchange.body(0, none -> exchange.upgrade(upgrade -> shake(upgrade, socket)));
    }

    private void shake(Exchange.Upgrade upgrade, SocketHandler socket) {
        WebSocketDecoderConfig limits = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_FRAME)
                .allowExtensions(false)
                .build();
        HttpRequest request = upgrade.request();
        DefaultFullHttpRequest whole = new DefaultFullHttpRequest(
                request.protocolVersion(),
                request.method(),
                request.uri(),
                Unpooled.EMPTY_BUFFER,
                request.headers(),
                EmptyHttpHeaders.INSTANCE);
        ChannelPipeline pipeline = upgrade.channel().pipeline();
        pipeline.replace(upgrade.handlerName(), "socket", socket);
        pipeline.addBefore("socket", "utf8", new Utf8FrameValidator());
        pipeline.addBefore("socket", "whole", new WebSocketFrameAggregator(MAX_FRAME));
        new WebSocketServerHandshaker13("", PROTOCOLS, limits)
                .handshake(
                        upgrade.channel(),
                        whole,
                        new DefaultHttpHeaders().set("X-Replica", replica),
                        upgrade.channel().newPromise());
    }

    private String status() {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("queue", Map.of("pending", 17));
        data.put("websockets", sockets.count());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "status_update");
        message.put("timestamp", Instant.ofEpochMilli(Time.wallMillis()).toString());
        message.put("replica", replica);
        message.put("data", data);
        return Json.text(message);
    }
}
