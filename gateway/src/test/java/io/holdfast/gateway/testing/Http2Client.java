package io.holdfast.gateway.testing;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2CodecUtil;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** One HTTP/2 connection by TLS, whose streams send any frames and show each frame that comes. */
public final class Http2Client implements AutoCloseable {

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel connection;
    private final List<Stream> streams = new ArrayList<>();

    private volatile boolean toldToLeave;

    private Http2Client(int port, int window) throws SSLException {
        SslContext tls = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        "h2"))
                .build();
        connection = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        ch.pipeline()
                                .addLast(tls.newHandler(ch.alloc(), "localhost", port))
                                .addLast(Http2FrameCodecBuilder.forClient()
                                        .validateHeaders(false)
                                        .initialSettings(
                                                Http2Settings.defaultSettings().initialWindowSize(window))
                                        .build())
                                .addLast(new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()))
                                .addLast(new Farewell());
                    }
                })
                .connect("127.0.0.1", port)
                .syncUninterruptibly()
                .channel();
    }

    public static Http2Client to(int port) {
        return to(port, Http2CodecUtil.DEFAULT_WINDOW_SIZE);
    }

    /** @param window bytes of each answer that it takes before it has read any */
    public static Http2Client to(int port, int window) {
        try {
            return new Http2Client(port, window);
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /** Opens a stream with the head of a request; more headers as name, value, name, value. */
    public Stream request(boolean ends, String method, String path, String... more) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(method)
                .path(path)
                .scheme("https")
                .authority("entry.example");
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        Stream stream = new Stream();
        streams.add(stream);
        stream.channel = new Http2StreamChannelBootstrap(connection)
                .handler(stream)
                .open()
                .syncUninterruptibly()
                .getNow();
        stream.channel
                .writeAndFlush(new DefaultHttp2HeadersFrame(headers, ends))
                .syncUninterruptibly();
        return stream;
    }

    /** Waits until the other side has closed the connection. */
    public void awaitClosed() {
        Patience.until("the connection is closed", () -> !connection.isActive());
    }

    /** Waits until the other side has said that it takes no more requests. */
    public void awaitFarewell() {
        Patience.until("GOAWAY", () -> toldToLeave);
    }

    public boolean open() {
        return connection.isActive();
    }

    @Override
    public void close() {
        streams.forEach(s -> s.channel.close().syncUninterruptibly()); // with what one that does not read has got
        connection.close().syncUninterruptibly();
        Patience.until("the connection's handlers are gone", () -> !connection.isRegistered()); // and what they hold
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Farewell extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            toldToLeave |= msg instanceof Http2GoAwayFrame;
            ReferenceCountUtil.release(msg);
        }
    }

    /** One request. */
    public static final class Stream extends ChannelInboundHandlerAdapter {

        private final BlockingQueue<Object> frames = new LinkedBlockingQueue<>();
        private Http2StreamChannel channel;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object msg) {
            if (msg instanceof Http2HeadersFrame head) {
                frames.add(head.headers());
            } else if (msg instanceof Http2DataFrame data) {
                frames.add(data.content().toString(StandardCharsets.UTF_8));
            }
            ReferenceCountUtil.release(msg);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame) {
                frames.add("RESET");
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            frames.add(cause);
        }

        /** Takes no more of the answer than the first window. */
        public Stream stopReading() {
            channel.config().setAutoRead(false);
            return this;
        }

        public Stream data(String text, boolean ends) {
            channel.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), ends))
                    .syncUninterruptibly();
            return this;
        }

        /** Writes a part of a body as soon as the window allows. */
        public void dataLater(String text) {
            channel.writeAndFlush(
                    new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), false));
        }

        public Stream trailers(String name, String value) {
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers(false).add(name, value), true))
                    .syncUninterruptibly();
            return this;
        }

        /** The status of the next head. */
        public int status() {
            return Integer.parseInt(head().status().toString());
        }

        public Http2Headers head() {
            return (Http2Headers) next();
        }

        /** The next part of the body, {@code RESET}, or what went wrong. */
        public String text() {
            return next().toString();
        }

        /** All text up to one that contains this. */
        public String textUntil(String end) {
            StringBuilder all = new StringBuilder();
            while (all.indexOf(end) < 0) {
                all.append(text());
            }
            return all.toString();
        }

        /** Waits for the other side's reset; what comes before is thrown away. */
        public void awaitReset() {
            Object frame = next();
            while (!"RESET".equals(frame)) {
                frame = next();
            }
        }

        /** The next frame: headers, text, {@code RESET}, or what went wrong. */
        public Object next() {
            try {
                Object frame = frames.poll(Patience.SECONDS, TimeUnit.SECONDS);
                if (frame == null) {
                    throw new AssertionError("no frame came");
                }
                return frame;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isSharable() {
            return false;
        }
    }
}
