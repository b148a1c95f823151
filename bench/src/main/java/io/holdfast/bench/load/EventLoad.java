package io.holdfast.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * Readers of event streams; what is counted is events, and as latency the time between two of the same reader, which
 * is the interval when nothing gets in the way. Events that come while the readers connect are not counted.
 */
public record EventLoad(String path, int readers) implements Load {

    private static final long MOST = 60_000_000;

    @Override
    public Tally run(URI entry, Duration time) throws IOException, InterruptedException {
        Histogram gaps = new Histogram(MOST, 3);
        long[] errors = new long[1];
        try (Crowd crowd = new Crowd()) {
            crowd.connect(entry, readers, () -> List.of(new HttpClientCodec(), new Reader(gaps, errors)));
            for (Channel channel : crowd.channels()) {
                DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
                request.headers().set(HttpHeaderNames.HOST, entry.getAuthority());
                channel.writeAndFlush(request);
            }
            Thread.sleep(1000);
            crowd.on(gaps::reset);
            Thread.sleep(time.toMillis());
            Tally[] tally = new Tally[1];
            crowd.on(() -> tally[0] = Percentiles.tally(gaps, time.toMillis() / 1e3, errors[0]));
            return tally[0];
        }
    }

    private static final class Reader extends SimpleChannelInboundHandler<HttpObject> {
        private final Histogram gaps;
        private final long[] errors;
        private long last;
        private byte before;

        Reader(Histogram gaps, long[] errors) {
            this.gaps = gaps;
            this.errors = errors;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
            if (object instanceof HttpResponse head && head.status().code() != 200) {
                ctx.close();
            }
            if (object instanceof HttpContent content) {
                content.content().forEachByte(this::look);
            }
        }

        /** An event ends with an empty line. */
        private boolean look(byte b) {
            if (b == '\n' && before == '\n') {
                long now = System.nanoTime();
                if (last != 0) {
                    gaps.recordValue(Math.min(MOST, (now - last) / 1000));
                }
                last = now;
            }
            before = b;
            return true;
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            errors[0]++; // the streams never end by themselves
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
