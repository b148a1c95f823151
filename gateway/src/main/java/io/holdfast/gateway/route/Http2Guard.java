package io.holdfast.gateway.route;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Refuses on an HTTP/2 connection what {@link Http2Rule} refuses, before Netty makes a request of HTTP/1.1 of it: of a head
 * that makes none it would forget the buffer it has taken for it (seen in 4.2.17).
 */
@ChannelHandler.Sharable
final class Http2Guard extends ChannelInboundHandlerAdapter {

    static final Http2Guard INSTANCE = new Http2Guard();

    private static final String HOST = "host";

    private Http2Guard() {}

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (msg instanceof Http2HeadersFrame frame && frame.headers().method() != null) {
            Http2Headers headers = frame.headers();
            int status = status(headers);
            if (status != 0) {
                ctx.write(new DefaultHttp2HeadersFrame(
                                new DefaultHttp2Headers()
                                        .status(Integer.toString(status))
                                        .set("content-length", "0"),
                                true)
                        .stream(frame.stream()));
                ctx.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR).stream(frame.stream()));
                return;
            }
            if (headers.authority() != null) {
                headers.remove(HOST); // said twice, and the same
            }
        }
        ctx.fireChannelRead(msg);
    }

    /** Of the refusal, or 0. */
    private static int status(Http2Headers headers) {
        String method = headers.method().toString();
        if (method.equals("CONNECT") || method.equals("TRACE")) {
            return 405;
        }
        String path = text(headers.path());
        List<String> hosts = new ArrayList<>();
        if (headers.authority() != null) {
            hosts.add(headers.authority().toString());
        }
        headers.getAll(HOST).forEach(host -> hosts.add(host.toString()));
        return path == null || Http2Rule.problem(method, path, hosts) != null ? 400 : 0;
    }

    private static @Nullable String text(@Nullable CharSequence text) {
        return text == null ? null : text.toString();
    }
}
