package io.holdfast.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Connections of our own load generators, all on one thread so that what they count needs no locks. */
final class Crowd implements AutoCloseable {

    private static final long HANDSHAKE_MILLIS = 60_000;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();

    /** Connects them one after the other, each with handlers of its own, and returns when all stand. */
    void connect(URI entry, int number, Supplier<List<ChannelHandler>> handlers)
            throws IOException, InterruptedException {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        handlers.get().forEach(channel.pipeline()::addLast);
                    }
                });
        for (int i = 0; i < number; i++) {
            ChannelFuture connected = bootstrap.connect(entry.getHost(), entry.getPort());
            if (!connected.await(10, TimeUnit.SECONDS) || !connected.isSuccess()) {
                throw new IOException("connection " + (i + 1) + " of " + number + " to " + entry, connected.cause());
            }
            channels.add(connected.channel());
        }
    }

    /** What makes a connection a WebSocket; what comes after it gets its frames. */
    static List<ChannelHandler> webSocket(URI entry, String path, ChannelHandler frames) {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(URI.create("ws://" + entry.getAuthority() + path))
                .version(WebSocketVersion.V13)
                .customHeaders(new DefaultHttpHeaders())
                .handshakeTimeoutMillis(HANDSHAKE_MILLIS)
                .build();
        return List.of(
                new HttpClientCodec(),
                new HttpObjectAggregator(8192),
                new WebSocketClientProtocolHandler(config),
                frames);
    }

    /** Runs something on their thread and waits for it. */
    void on(Runnable what) throws InterruptedException {
        loop.submit(what).await();
    }

    List<Channel> channels() {
        return channels;
    }

    @Override
    public void close() {
        channels.forEach(Channel::close);
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
