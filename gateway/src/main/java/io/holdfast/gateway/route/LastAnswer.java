package io.holdfast.gateway.route;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;

/** Tells a client that the answer is the last one of its connection; the server then closes it. */
@ChannelHandler.Sharable
final class LastAnswer extends ChannelOutboundHandlerAdapter {

    static final LastAnswer INSTANCE = new LastAnswer();

    private LastAnswer() {}

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (msg instanceof HttpResponse head && head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            head.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        ctx.write(msg, promise);
    }
}
