package io.holdfast.gateway.route;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** The entry port and every client's connection to it. */
final class ClientConnections implements NettyServerCustomizer {

    private static final String LAST_ANSWER = "holdfast.last-answer";
    private static final long CLOSE_MILLIS = 1_000;

    /** On a connection beyond the bound: its requests are refused, and it ends soon. */
    private static final AttributeKey<Boolean> SURPLUS = AttributeKey.valueOf(ClientConnections.class, "surplus");

    private final int most;
    private final AtomicInteger surplus = new AtomicInteger();
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private volatile @Nullable Channel port;
    private volatile boolean last;

    /** @param most that are served at once; 0: any number */
    ClientConnections(int most) {
        this.most = most;
    }

    @Override
    public HttpServer apply(HttpServer server) {
        return server.doOnBound((DisposableServer bound) -> port = bound.channel())
                .doOnChannelInit((observer, channel, remote) -> {
                    open.add(channel);
                    admit(channel);
                    if (last) {
                        channel.eventLoop().execute(() -> closeAfterAnswer(channel));
                    }
                });
    }

    private void admit(Channel channel) {
        switch (ConnectionRule.verdict(open.size(), most)) {
            case TELL -> {
                channel.attr(SURPLUS).set(true);
                surplus.incrementAndGet();
                channel.closeFuture().addListener(closed -> surplus.decrementAndGet());
            }
            case CLOSE -> channel.close();
            default -> {}
        }
    }

    /** Whether a request came by a connection beyond the bound. */
    boolean surplus(HttpServerRequest request) {
        if (surplus.get() == 0) {
            return false;
        }
        Channel channel = NativeConnection.channel(request);
        return surplus(channel instanceof Http2StreamChannel stream ? stream.parent() : channel);
    }

    static boolean surplus(Channel channel) {
        return channel.hasAttr(SURPLUS);
    }

    /** Takes no more connections; further ones are refused. */
    void closePort() {
        Channel listening = port;
        if (listening != null) {
            listening.close().awaitUninterruptibly(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * From now on each answer says {@code Connection: close} and is the last one of its connection; clients of HTTP/2 are told
     * to open no more streams, by a frame that refuses none of those on their way (RFC 9113 section 6.8). Returns when that is so on
     * every connection, or after a moment: an event loop that hangs must not hold up the stop.
     */
    void closeAfterAnswers() {
        last = true;
        List<Channel> channels = List.copyOf(open);
        CountDownLatch told = new CountDownLatch(channels.size());
        channels.forEach(channel -> channel.eventLoop().execute(() -> {
            try {
                closeAfterAnswer(channel);
            } finally {
                told.countDown();
            }
        }));
        try {
            told.await(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAfterAnswer(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            if (!http2.connection().goAwaySent()) {
                channel.writeAndFlush(
                        new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
            }
            return;
        }
        // A WebSocket has no HTTP any more.
        boolean speaksHttp = channel.pipeline().get(HttpServerCodec.class) != null;
        if (speaksHttp
                && channel.pipeline().get(NettyPipeline.HttpTrafficHandler) != null
                && channel.pipeline().get(LAST_ANSWER) == null) {
            channel.pipeline().addAfter(NettyPipeline.HttpTrafficHandler, LAST_ANSWER, LastAnswer.INSTANCE);
        }
    }

    /** Closes connections on which nothing is under way; one that has begun only now is told as the others were. */
    void closeIdle() {
        open.forEach(channel -> channel.eventLoop().execute(() -> {
            if (isIdle(channel)) {
                close(channel);
            } else {
                closeAfterAnswer(channel);
            }
        }));
    }

    private static void close(Channel channel) {
        if (channel.pipeline().get(Http2ConnectionHandler.class) != null) {
            channel.write(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR)); // which stream was the last one served
        }
        channel.close();
    }

    private static boolean isIdle(Channel channel) {
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        return http2 == null
                ? ChannelOperations.get(channel) == null
                : http2.connection().numActiveStreams() == 0;
    }

    /** How many there are. */
    int size() {
        return open.size();
    }
}
