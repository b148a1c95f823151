package io.holdfast.gateway.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * One end of a WebSocket, the client's or a replica's: turns frames into whole messages, answers pings, and reads only
 * while its owner takes more.
 */
final class MessageHandler extends ChannelInboundHandlerAdapter {

    /** Who has this end. */
    interface Owner {

        /** A whole message; it belongs to the owner. */
        void message(MessageHandler from, Message message);

        /** A close frame; {@link CloseRule#NO_CODE} without a code. */
        void closing(MessageHandler from, int code, String reason);

        /** The connection ended; without a close frame, or after one. */
        void gone(MessageHandler from);

        /** What was read in one go has been handed over: flush what came of it. */
        void readComplete(MessageHandler from);

        /** Whether it takes more from this end. */
        boolean takesMore(MessageHandler from);

        /** This end takes more again. */
        void writable(MessageHandler from);

        /** A message longer than allowed. */
        void tooLong(MessageHandler from);

        /** The peer broke the protocol. */
        void violated(MessageHandler from);

        long now();
    }

    private final Owner owner;
    private final int maxMessage;
    private @Nullable Message partial;
    private ChannelHandlerContext ctx;
    private boolean reading;
    private boolean gone;
    private long lastSeen;

    MessageHandler(Owner owner, int maxMessage) {
        this.owner = owner;
        this.maxMessage = maxMessage;
        this.lastSeen = owner.now();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.ctx = context;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    boolean open() {
        return !gone && ctx.channel().isActive();
    }

    /** When the last frame came. */
    long lastSeen() {
        return lastSeen;
    }

    /** Reads on, if its owner takes more. */
    void pull() {
        if (!reading && !gone && owner.takesMore(this)) {
            reading = true;
            ctx.read();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) {
        lastSeen = owner.now();
        if (!(msg instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(msg);
            return;
        }
        if (gone) {
            frame.release();
        } else if (frame instanceof PingWebSocketFrame) {
            ctx.writeAndFlush(new PongWebSocketFrame(frame.content()));
        } else if (frame instanceof PongWebSocketFrame) {
            frame.release();
        } else if (frame instanceof CloseWebSocketFrame close) {
            int code = close.statusCode();
            String reason = close.reasonText();
            close.release();
            owner.closing(this, code < 0 ? CloseRule.NO_CODE : code, reason);
        } else {
            data(frame);
        }
    }

    private void data(WebSocketFrame frame) {
        boolean continues = frame instanceof ContinuationWebSocketFrame;
        if (continues == (partial == null)) {
            frame.release();
            owner.violated(this);
            return;
        }
        Message message = partial == null ? new Message() : partial;
        message.add(frame);
        partial = message;
        if (message.bytes() > maxMessage) {
            dropPartial();
            owner.tooLong(this);
        } else if (frame.isFinalFragment()) {
            partial = null;
            owner.message(this, message);
        }
    }

    private void dropPartial() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        owner.readComplete(this);
        pull();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable()) {
            owner.writable(this);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        end();
    }

    private void end() {
        if (!gone) {
            gone = true;
            dropPartial();
            owner.gone(this);
        }
    }
}
