package io.holdfast.gateway.websocket;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The last frame of a connection, and its end: when the peer closes it, or after a while. */
final class Farewell {

    /** How long a peer is given to answer a close frame. */
    static final long ANSWER_NANOS = 2_000_000_000L;

    /** How long what was sent before the close frame may take to be taken. */
    private static final long WRITE_NANOS = 10_000_000_000L;

    private Farewell() {}

    /** A close frame with this code, or an empty one when the code is only for local use. */
    static CloseWebSocketFrame frame(int code, String reason) {
        return CloseRule.sendable(code) ? new CloseWebSocketFrame(code, reason) : new CloseWebSocketFrame();
    }

    /**
     * Says it and sees the connection closed.
     *
     * @param last the peer has sent its close frame already: nothing more is to come from it
     */
    static void say(ChannelHandlerContext ctx, int code, String reason, boolean last) {
        Channel channel = ctx.channel();
        if (!channel.isActive()) {
            return;
        }
        closeAfter(channel, WRITE_NANOS);
        ctx.writeAndFlush(frame(code, reason)).addListener(f -> {
            if (last || !f.isSuccess()) {
                channel.close();
            } else {
                closeAfter(channel, ANSWER_NANOS);
            }
        });
    }

    /** Sees a connection closed on which the last frame was said. */
    static void await(Channel channel) {
        closeAfter(channel, ANSWER_NANOS);
    }

    private static void closeAfter(Channel channel, long nanos) {
        ScheduledFuture<?> timer = channel.eventLoop().schedule(() -> channel.close(), nanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(f -> timer.cancel(false));
    }
}
