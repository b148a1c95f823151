package io.holdfast.gateway.route;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import reactor.netty.Connection;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServerRequest;

/** The Netty channel below a request of reactor-netty's server. */
final class NativeConnection {

    private NativeConnection() {}

    static Channel channel(HttpServerRequest request) {
        if (request instanceof Connection connection) {
            return connection.channel();
        }
        Channel[] found = new Channel[1];
        request.withConnection(c -> found[0] = c.channel());
        return found[0];
    }

    static EventLoop loop(HttpServerRequest request) {
        return channel(request).eventLoop();
    }

    /** The peer's address without port; the path of a unix socket is "unix". */
    static String address(SocketAddress remote) {
        if (remote instanceof InetSocketAddress inet) {
            return inet.getAddress() == null
                    ? inet.getHostString()
                    : inet.getAddress().getHostAddress();
        }
        return "unix";
    }

    /** Passes a 1xx answer to a client; one of HTTP/1.0 knows none. */
    static void informational(HttpServerRequest request, HttpResponse head) {
        Channel channel = channel(request);
        if (!request.version().equals(HttpVersion.HTTP_1_0)) {
            // Not through the handler that counts answers: it would take this for the last word.
            ChannelHandlerContext codec = channel.pipeline().context(NettyPipeline.HttpTrafficHandler);
            ChannelOutboundInvoker to = codec == null ? channel : codec;
            to.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1,
                    head.status(),
                    Unpooled.EMPTY_BUFFER,
                    head.headers(),
                    EmptyHttpHeaders.INSTANCE));
        }
    }
}
