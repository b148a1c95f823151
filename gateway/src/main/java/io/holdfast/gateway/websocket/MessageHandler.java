package io.holdfast.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
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

        /** The peer broke the protocol, or a limit; the code says how (RFC 6455 section 7.4.1). */
        void violated(MessageHandler from, int code);

        long now();
    }

    static final int MOST_FRAMES = 16_384;

    private final Owner owner;
    private final int maxMessage;
    private final boolean checksText;
    private @Nullable Message partial;
    private @Nullable ByteBuf pong;
    private ChannelHandlerContext ctx;
    private boolean reading;
    private boolean deaf;
    private boolean ended;
    private boolean gone;
    private long lastSeen;

    /**
     * @param maxMessage longest message
     * @param checksText whether texts have to be UTF-8; else that is for the other end to see
     */
    MessageHandler(Owner owner, int maxMessage, boolean checksText) {
        this.owner = owner;
        this.maxMessage = maxMessage;
        this.checksText = checksText;
        this.lastSeen = owner.now();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        this.ctx = context;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    /** When the last sign of life came: a frame, or room in a connection that was full. */
    long lastSeen() {
        return lastSeen;
    }

    /** Reads on, if its owner takes more. */
    void pull() {
        if (!reading && !gone && (deaf || owner.takesMore(this))) {
            reading = true;
            ctx.read();
        }
    }

    /** From now on what comes is thrown away, until the connection ends; its close frame ends it at once. */
    void deafen() {
        deaf = true;
        dropPartial();
        pull();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object msg) {
        lastSeen = owner.now();
        if (!(msg instanceof WebSocketFrame frame) || gone || ended) {
            ReferenceCountUtil.release(msg);
        } else if (frame instanceof CloseWebSocketFrame close) {
            closing(close);
        } else if (deaf || frame instanceof PongWebSocketFrame) {
            frame.release();
        } else if (frame instanceof PingWebSocketFrame) {
            dropPong();
            pong = frame.content();
            answerPing();
        } else {
            data(frame);
        }
    }

    private void closing(CloseWebSocketFrame close) {
        ended = true;
        int code = close.statusCode();
        String reason = close.reasonText();
        close.release();
        if (deaf) {
            ctx.close();
        } else {
            owner.closing(this, code < 0 ? CloseRule.NO_CODE : code, reason);
        }
    }

    /** A peer that does not read is owed only the latest pong (RFC 6455 section 5.5.3). */
    private void answerPing() {
        if (pong != null && ctx.channel().isWritable()) {
            ByteBuf answer = pong;
            pong = null;
            ctx.writeAndFlush(new PongWebSocketFrame(answer));
        }
    }

    private void data(WebSocketFrame frame) {
        boolean continues = frame instanceof ContinuationWebSocketFrame;
        if (continues == (partial == null)) {
            frame.release();
            broken(1002);
            return;
        }
        Message message = partial == null ? new Message() : partial;
        message.add(frame);
        partial = message;
        if (message.bytes() > maxMessage || message.frames().size() > MOST_FRAMES) {
            broken(1009);
        } else if (!frame.isFinalFragment()) {
            return;
        } else if (checksText && !message.valid()) {
            broken(1007);
        } else {
            partial = null;
            owner.message(this, message);
        }
    }

    private void broken(int code) {
        ended = true;
        dropPartial();
        owner.violated(this, code);
    }

    private void dropPartial() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    private void dropPong() {
        if (pong != null) {
            pong.release();
            pong = null;
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
        if (context.channel().isWritable() && !gone) {
            lastSeen = owner.now();
            answerPing();
            owner.writable(this);
        }
        context.fireChannelWritabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof CorruptedWebSocketFrameException corrupted && !ended && !gone && !deaf) {
            broken(corrupted.closeStatus().code());
        } else {
            context.close();
        }
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

    /** The connection is gone; heard once. */
    void end() {
        if (!gone) {
            gone = true;
            dropPartial();
            dropPong();
            owner.gone(this);
        }
    }
}
