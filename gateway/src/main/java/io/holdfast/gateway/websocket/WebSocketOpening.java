package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import org.jspecify.annotations.Nullable;

/** A replica's socket that waits for its client. */
final class WebSocketOpening {

    private final WebSockets home;
    private final EventLoop loop;
    private final RequestHead request;
    private final ReplicaSocket socket;
    private final @Nullable String protocol;
    private final HttpHeaders headers;
    private boolean joined;

    WebSocketOpening(WebSockets home, EventLoop loop, RequestHead request, Agreed agreed) {
        this.home = home;
        this.loop = loop;
        this.request = request;
        this.socket = new ReplicaSocket(home, agreed.replica(), agreed.channel());
        this.protocol = agreed.protocol();
        this.headers = AgreedHeaders.forClient(agreed.headers());
    }

    HttpHeaders headers() {
        return headers;
    }

    @Nullable String protocol() {
        return protocol;
    }

    void join(Channel client, String before, Runnable whenOver) {
        joined = true;
        if (client.pipeline().get(before) == null || !client.isActive()) { // it left with its 101 on the way
            socket.close(CloseRule.GOING_AWAY, "");
            whenOver.run();
            return;
        }
        WebSocketSession session = new WebSocketSession(home, loop, request, protocol, whenOver);
        MessageHandler handler = session.open(socket);
        ChannelPipeline pipeline = client.pipeline();
        pipeline.addBefore(before, "holdfast.websocket", handler);
        // The server's own decoder takes unmasked frames, and answers broken ones before anybody hears of them.
        pipeline.replace(
                WebSocket13FrameDecoder.class,
                "holdfast.decoder",
                FrameDecoders.decoder(true, home.settings().maxFrame()));
        home.add(session);
        session.begin();
    }

    void abandon() {
        loop.execute(() -> {
            if (!joined) {
                joined = true;
                socket.close(CloseRule.GOING_AWAY, "");
            }
        });
    }
}
