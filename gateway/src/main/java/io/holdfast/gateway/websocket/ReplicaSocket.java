package io.holdfast.gateway.websocket;

import io.holdfast.gateway.service.Replica;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import org.jspecify.annotations.Nullable;

/** The socket of one replica, agreed and carrying frames; counted there until it is let go. */
final class ReplicaSocket {

    private final WebSockets home;
    private final Replica replica;
    private final Channel channel;
    private final EarlyFrames early = new EarlyFrames();
    private final KeepAliveRule keepAlive;
    private @Nullable MessageHandler handler;
    private long attachedAt;
    private boolean counted = true;
    private boolean farewell;

    /** Counts it at the replica at once. */
    ReplicaSocket(WebSockets home, Replica replica, Channel channel) {
        this.home = home;
        this.replica = replica;
        this.channel = channel;
        this.keepAlive = new KeepAliveRule(home.settings().keepAliveNanos());
        channel.pipeline().addLast(early);
        replica.webSockets().incrementAndGet();
    }

    Replica replica() {
        return replica;
    }

    long attachedAt() {
        return attachedAt;
    }

    /** Puts frames in the place of HTTP and gives them to the session; false when it is dead already. */
    boolean attach(WebSocketSession session) {
        attachedAt = session.now();
        if (!channel.isActive()) {
            return false;
        }
        MessageHandler own = new MessageHandler(session, home.settings().maxFrame(), false);
        handler = own;
        ChannelPipeline pipeline = channel.pipeline();
        HttpResponseDecoder http = pipeline.get(HttpResponseDecoder.class);
        pipeline.remove(HttpRequestEncoder.class);
        pipeline.addLast(FrameDecoders.decoder(false, home.settings().maxFrame()));
        pipeline.addLast(new WebSocket13FrameEncoder(true));
        pipeline.addLast(own);
        pipeline.remove(early);
        // What came behind the 101 in one read is still being handed on by the decoder: it goes when that is done.
        channel.eventLoop().execute(() -> {
            if (pipeline.context(http) != null) {
                pipeline.remove(http);
            }
            if (channel.isActive()) {
                own.pull();
            } else {
                own.end();
            }
        });
        return true;
    }

    boolean owns(MessageHandler other) {
        return handler == other;
    }

    ChannelHandlerContext ctx() {
        return handler.ctx();
    }

    boolean writable() {
        return channel.isWritable();
    }

    void pull() {
        if (handler != null) {
            handler.pull();
        }
    }

    /** Pings it when it is idle; says whether it is dead. */
    boolean dead(long now, boolean reading) {
        return switch (keepAlive.look(now, handler.lastSeen(), reading)) {
            case FINE -> false;
            case PING -> {
                handler.ctx().writeAndFlush(new PingWebSocketFrame());
                yield false;
            }
            case DEAD -> true;
        };
    }

    /** Passes the client's goodbye; the replica's answer is still heard. */
    void sayGoodbye(int code, String reason) {
        farewell = true;
        handler.ctx().writeAndFlush(Farewell.frame(code, reason));
    }

    /** Says goodbye, but is heard until it answers: it may still have answers to what it was sent. */
    void leave() {
        farewell = true;
        Farewell.say(handler.ctx(), CloseRule.GOING_AWAY, "", false);
    }

    /** Says goodbye, or answers a goodbye, and is heard no more; what was sent before still goes. */
    void close(int code, String reason) {
        MessageHandler own = handler;
        detach();
        if (own == null) {
            channel.close();
            return;
        }
        own.deafen();
        if (farewell) {
            Farewell.await(channel);
        } else {
            Farewell.say(own.ctx(), code, reason, false);
        }
    }

    /** Lets it go at once. */
    void discard() {
        if (handler != null) {
            handler.deafen();
        }
        detach();
        channel.close();
    }

    /** No longer counted at the replica, and nothing of it is heard any more. */
    private void detach() {
        handler = null;
        if (counted) {
            counted = false;
            replica.webSockets().decrementAndGet();
        }
    }
}
