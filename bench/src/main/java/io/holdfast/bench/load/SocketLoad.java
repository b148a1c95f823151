package io.holdfast.bench.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** WebSockets that send the next message when the echo of the last one is there. */
public record SocketLoad(String path, int sockets) implements Load {

    private static final String MESSAGE = "x".repeat(64);
    private static final long MOST = 60_000_000;

    @Override
    public Tally run(URI entry, Duration time) throws IOException, InterruptedException {
        Histogram took = new Histogram(MOST, 3);
        long[] errors = new long[1];
        long from = System.nanoTime();
        long end = from + time.toNanos();
        try (Crowd crowd = new Crowd()) {
            crowd.connect(entry, sockets, () -> Crowd.webSocket(entry, path, new Echo(took, errors, end)));
            Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
            Tally[] tally = new Tally[1];
            crowd.on(() -> tally[0] = Percentiles.tally(took, time.toMillis() / 1e3, errors[0]));
            return tally[0];
        }
    }

    private static final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        private final Histogram took;
        private final long[] errors;
        private final long end;
        private long sent;

        Echo(Histogram took, long[] errors, long end) {
            this.took = took;
            this.errors = errors;
            this.end = end;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                send(ctx);
            }
        }

        private void send(ChannelHandlerContext ctx) {
            sent = System.nanoTime();
            ctx.writeAndFlush(new TextWebSocketFrame(MESSAGE));
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text && text.content().readableBytes() == MESSAGE.length()) {
                long now = System.nanoTime();
                if (now < end) {
                    took.recordValue(Math.min(MOST, (now - sent) / 1000));
                    send(ctx);
                }
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            if (System.nanoTime() < end) {
                errors[0]++;
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
