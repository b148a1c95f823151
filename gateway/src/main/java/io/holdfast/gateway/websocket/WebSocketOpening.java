package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.RequestHead;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A replica's socket that waits for its client. */
final class WebSocketOpening {

    private final WebSockets home;
    private final EventLoop loop;
    private final RequestHead request;
    private final ReplicaSocket socket;
    private final @Nullable String protocol;
    private boolean joined;

    WebSocketOpening(
            WebSockets home, EventLoop loop, RequestHead request, ReplicaSocket socket, @Nullable String protocol) {
        this.home = home;
        this.loop = loop;
        this.request = request;
        this.socket = socket;
        this.protocol = protocol;
    }

    @Nullable String protocol() {
        return protocol;
    }

    void join(Channel client, String before, Runnable whenOver) {
        joined = true;
        WebSocketSession session = new WebSocketSession(home, loop, request, protocol, whenOver);
        MessageHandler handler = session.open(socket);
        client.pipeline().addBefore(before, "holdfast.websocket", handler);
        home.add(session);
        session.begin();
    }

    void abandon() {
        loop.execute(() -> {
            if (!joined) {
                joined = true;
                socket.discard();
            }
        });
    }
}
