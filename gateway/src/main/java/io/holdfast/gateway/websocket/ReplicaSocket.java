package io.holdfast.gateway.websocket;

import io.holdfast.gateway.service.Replica;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import org.jspecify.annotations.Nullable;

/** The socket of one replica, agreed and carrying frames; counted there until it is let go. */
final class ReplicaSocket {

    private final WebSockets home;
    private final Replica replica;
    private final Channel channel;
    private @Nullable MessageHandler handler;
    private long attachedAt;
    private boolean pinged;
    private boolean counted = true;

    /** Counts it at the replica at once. */
    ReplicaSocket(WebSockets home, Replica replica, Channel channel) {
        this.home = home;
        this.replica = replica;
        this.channel = channel;
        replica.webSockets().incrementAndGet();
    }

    Replica replica() {
        return replica;
    }

    long attachedAt() {
        return attachedAt;
    }

    /** Puts frames in the place of HTTP and gives them to the session. */
    void attach(WebSocketSession session) {
        attachedAt = session.now();
        MessageHandler own = new MessageHandler(session, home.settings().maxFrame());
        handler = own;
        ChannelPipeline pipeline = channel.pipeline();
        HttpClientCodec codec = pipeline.get(HttpClientCodec.class);
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(home.settings().maxFrame())
                .expectMaskedFrames(false)
                .allowMaskMismatch(false)
                .closeOnProtocolViolation(true)
                .withUTF8Validator(false)
                .build();
        codec.removeOutboundHandler();
        pipeline.addLast(new WebSocket13FrameDecoder(config));
        pipeline.addLast(new WebSocket13FrameEncoder(true));
        pipeline.addLast(own);
        // What came behind the 101 in one read is still being handed on by the codec: it goes when that is done.
        channel.eventLoop().execute(() -> {
            if (pipeline.context(codec) != null) {
                pipeline.remove(codec);
            }
            if (channel.isActive()) {
                own.pull();
            } else {
                session.gone(own);
            }
        });
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

    /** Whether it is dead: it was pinged and nothing came for as long again. Pings it when it is idle. */
    boolean dead(long now, long keepAliveNanos, boolean reading) {
        long idle = now - handler.lastSeen();
        if (idle <= keepAliveNanos || !reading) {
            pinged = false;
            return false;
        }
        if (!pinged) {
            pinged = true;
            handler.ctx().writeAndFlush(new PingWebSocketFrame());
            return false;
        }
        return idle > 2 * keepAliveNanos;
    }

    /** Answers a close frame, or says goodbye with this code, and closes. */
    void close(int code, String reason) {
        if (channel.isActive() && handler != null) {
            CloseWebSocketFrame frame =
                    CloseRule.sendable(code) ? new CloseWebSocketFrame(code, reason) : new CloseWebSocketFrame();
            handler.ctx().writeAndFlush(frame).addListener(ChannelFutureListener.CLOSE);
        } else {
            channel.close();
        }
    }

    /** The client went without a word: the replica is told 1001, as a server would see a browser's tab close. */
    void goodbye() {
        close(1001, "");
    }

    /** No longer counted at the replica, and nothing of it is heard any more. */
    void detach() {
        handler = null;
        if (counted) {
            counted = false;
            replica.webSockets().decrementAndGet();
        }
    }

    /** Lets it go. */
    void discard() {
        if (channel.isActive()) {
            channel.close();
        }
        detach();
    }
}
