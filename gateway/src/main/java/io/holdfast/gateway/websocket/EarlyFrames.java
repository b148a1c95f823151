package io.holdfast.gateway.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps what a replica sent right behind its 101 until the client's socket is there. Nothing more is read meanwhile, so
 * it is no more than one read's worth.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {

    private final List<Object> kept = new ArrayList<>(0);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        kept.add(msg);
    }

    /** Hands them on when it is taken out of the pipeline. */
    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        boolean any = !kept.isEmpty();
        if (ctx.channel().isActive()) {
            kept.forEach(ctx::fireChannelRead);
            if (any) {
                ctx.fireChannelReadComplete();
            }
        } else {
            kept.forEach(ReferenceCountUtil::release);
        }
        kept.clear();
    }
}
