package io.holdfast.stub.socket;

import io.holdfast.stub.http.Reset;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** One WebSocket: sends its status at an interval, answers {@code ping} with {@code pong}, echoes the rest. */
final class SocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final int CLOSE_MILLIS = 500;

    private final Sockets sockets;
    private final long intervalMillis;
    private final Supplier<String> status;
    private final BooleanSupplier silent;
    private ChannelHandlerContext context;
    private boolean closing;

    @SuppressWarnings("NullAway.Init")
    SocketHandler(Sockets sockets, long intervalMillis, Supplier<String> status, BooleanSupplier silent) {
        this.sockets = sockets;
        this.intervalMillis = intervalMillis;
        this.status = status;
        this.silent = silent;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        sockets.add(this);
        var ticks =
                ctx.executor().scheduleAtFixedRate(this::tick, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        ctx.channel().closeFuture().addListener(future -> {
            ticks.cancel(false);
            sockets.remove(this);
        });
    }

    /** A client that does not read misses updates; they are not heaped up for it. */
    private void tick() {
        if (context.channel().isWritable()) {
            send(new TextWebSocketFrame(status.get()));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closedByClient(close);
        } else if (frame instanceof PingWebSocketFrame) {
            send(new PongWebSocketFrame(frame.content().retain()));
        } else if (frame instanceof TextWebSocketFrame text) {
            send(new TextWebSocketFrame(text.text().equals("ping") ? "pong" : text.text()));
        } else if (frame instanceof BinaryWebSocketFrame) {
            send(new BinaryWebSocketFrame(frame.content().retain()));
        }
    }

    private void send(WebSocketFrame frame) {
        if (closing || silent.getAsBoolean()) {
            frame.release();
            return;
        }
        context.writeAndFlush(frame);
        if (!context.channel().isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    private void closedByClient(CloseWebSocketFrame close) {
        if (closing) {
            context.close();
            return;
        }
        if (silent.getAsBoolean()) {
            return;
        }
        closing = true;
        context.writeAndFlush(new CloseWebSocketFrame(true, 0, close.content().retain()))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** Closes it from this side; called from any thread. */
    void close(int code) {
        context.executor().execute(() -> closeNow(code));
    }

    private void closeNow(int code) {
        if (code == WebSocketCloseStatus.ABNORMAL_CLOSURE.code()) {
            Reset.now(context.channel());
            return;
        }
        if (closing) {
            return;
        }
        closing = true;
        boolean none = code == WebSocketCloseStatus.EMPTY.code();
        context.writeAndFlush(none ? new CloseWebSocketFrame() : new CloseWebSocketFrame(code, ""));
        // The client's own close frame ends the connection; one that does not come is not waited for long.
        context.executor().schedule(() -> context.close(), CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException && ctx.channel().isActive() && !closing) {
            closeNow(WebSocketCloseStatus.MESSAGE_TOO_BIG.code());
        } else if (!closing) {
            ctx.close();
        }
    }
}
