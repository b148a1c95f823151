package io.holdfast.gateway.route;

import io.holdfast.gateway.service.Time;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;

/** What every connection to the entry URL gets, whichever lane its requests take. */
final class PublicPort implements NettyServerCustomizer {

    private final LimitsProperties limits;
    private final ClientWatch watch;

    private final long idleNanos;

    /** @param idle how long a connection of HTTP/2 is kept without a request */
    PublicPort(LimitsProperties limits, Duration idle, Time time) {
        this.limits = limits;
        this.idleNanos = idle.toNanos();
        this.watch = new ClientWatch(
                time,
                limits.header().nanos(),
                limits.bodyPause().nanos(),
                limits.answerPause().nanos(),
                idleNanos);
    }

    @Override
    public HttpServer apply(HttpServer server) {
        // Without TLS nobody asks for HTTP/2, unless by an upgrade of HTTP/1.1 in which two servers may see two
        // requests.
        HttpServer spoken =
                server.configuration().sslProvider() == null ? server.protocol(HttpProtocol.HTTP11) : server;
        return spoken.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .doOnChannelInit((observer, channel, address) -> {
                    watch.add(channel, new ClientConnection(channel, limits, idleNanos));
                    if (channel.pipeline().get(NettyPipeline.H2OrHttp11Codec) == null) {
                        speakHttp(channel, false);
                    } else {
                        channel.pipeline()
                                .addBefore(NettyPipeline.H2OrHttp11Codec, "holdfast.agreed", new ProtocolAgreed());
                    }
                })
                .doOnConnection(connection -> {
                    if (connection.channel() instanceof Http2StreamChannel stream) {
                        speakHttp2(stream, (HttpServerRequest) connection);
                    }
                });
    }

    /** Comes with each request: before its body is read, after its head. */
    private void speakHttp2(Http2StreamChannel stream, HttpServerRequest request) {
        if (stream.pipeline().get(NettyPipeline.HttpTrafficHandler) != null) {
            StreamHandler handler = new StreamHandler(limits, request.requestHeaders());
            stream.pipeline().addBefore(NettyPipeline.HttpTrafficHandler, "holdfast", handler);
            watch.add(stream, handler);
        }
    }

    private void speakHttp(Channel channel, boolean afterHandshake) {
        ChannelPipeline pipeline = channel.pipeline();
        if (pipeline.get(NettyPipeline.HttpTrafficHandler) != null) { // else HTTP/2
            pipeline.addBefore(NettyPipeline.HttpTrafficHandler, "holdfast", new ClientHandler(limits, afterHandshake));
        }
    }

    /** Where ALPN chooses, the handlers of HTTP come with the end of the TLS handshake, and ours with them. */
    private final class ProtocolAgreed extends ChannelInboundHandlerAdapter {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            ctx.fireUserEventTriggered(event);
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                speakHttp(ctx.channel(), true);
                if (ctx.pipeline().get(NettyPipeline.H2MultiplexHandler) != null) {
                    ctx.pipeline().addBefore(NettyPipeline.H2MultiplexHandler, "holdfast.guard", Http2Guard.INSTANCE);
                }
                ctx.pipeline().remove(this);
            }
        }
    }
}
