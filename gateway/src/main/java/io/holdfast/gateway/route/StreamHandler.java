package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One request of an HTTP/2 connection, alike for every lane: keeps its trailers, and ends the stream of a client that does
 * not go on with its body, sends too much of it, or does not take its answer. What {@link ClientHandler} does for HTTP/1.1;
 * the framing is Netty's to check.
 */
final class StreamHandler extends ChannelDuplexHandler implements ClientWatch.Watched {

    /** For an answer of its own; a client that does not take even that loses the stream. */
    private static final long REFUSAL_NANOS = 1_000_000_000L;

    /** What is larger is written in parts of this size, so that a client that takes it bit by bit is seen to. */
    private static final int PART = 16_384;

    private final HttpHeaders head;
    private final long mostBody;
    private final Stall body;
    private final Stall answer;
    private final Stall refusal = new Stall(REFUSAL_NANOS);
    private @Nullable ChannelHandlerContext context;
    private boolean bodyEnded;
    private boolean awaitsContinue;
    private boolean answering;
    private boolean refused;
    private long bodyBytes;
    private long parts;
    private int writing;
    private long written;

    /** @param head of a request whose body follows, if it has one */
    StreamHandler(LimitsProperties limits, HttpHeaders head) {
        this.head = head;
        this.awaitsContinue = head.containsValue(HttpHeaderNames.EXPECT, HttpHeaderValues.CONTINUE, true);
        this.bodyEnded = !head.contains(HttpHeaderNames.TRANSFER_ENCODING)
                && head.get(HttpHeaderNames.CONTENT_LENGTH, "0").equals("0");
        this.mostBody = limits.bodySize().toBytes();
        this.body = new Stall(limits.bodyPause().nanos());
        this.answer = new Stall(limits.answerPause().nanos());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void look(long nanos) {
        boolean bodyWanted =
                !bodyEnded && !awaitsContinue && context.channel().config().isAutoRead();
        boolean noBody = body.lasts(bodyWanted, parts, nanos);
        if (answer.lasts(writing > 0, written, nanos) || refusal.lasts(refused, 0, nanos)) {
            context.close();
        } else if (noBody && !refused) {
            refuse(new Problem(408, "Request timeout", "The body paused longer than limits.body-pause.", true, null));
        }
    }

    private void refuse(Problem problem) {
        refused = true;
        if (answering) {
            context.close();
            return;
        }
        FullHttpResponse refusal = Refusal.of(problem);
        refusal.headers().remove(HttpHeaderNames.CONNECTION);
        context.writeAndFlush(refusal).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (refused) {
            ReferenceCountUtil.release(msg);
            return;
        }
        if (msg instanceof HttpContent content) {
            parts++;
            awaitsContinue = false;
            bodyBytes += content.content().readableBytes();
            if (mostBody > 0 && bodyBytes > mostBody) {
                content.release();
                refuse(EntryLimits.tooLong());
                return;
            }
        }
        if (msg instanceof LastHttpContent last) {
            bodyEnded = true;
            if (!last.trailingHeaders().isEmpty()) {
                new RequestTrailers(head, last.trailingHeaders()).keep(ctx.channel());
            }
        }
        ctx.fireChannelRead(msg);
    }

    /** A stream that breaks HTTP/2 is reset by Netty; nobody answers it as if the fault were the gateway's. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof Http2Exception) {
            refused = true;
            ctx.close();
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (refused) {
            ReferenceCountUtil.release(msg); // it has its answer
            promise.tryFailure(new ClosedChannelException());
            return;
        }
        if (msg instanceof HttpResponse response) {
            int status = response.status().code();
            awaitsContinue &= status != 100;
            answering |= status >= 200;
        }
        if (msg instanceof HttpContent content && content.content().readableBytes() > PART) {
            inParts(ctx, content, promise);
        } else {
            count(ctx.write(msg, promise.unvoid()));
        }
    }

    /** The promise is that of the last part: none is taken after one that was not. */
    private void inParts(ChannelHandlerContext ctx, HttpContent whole, ChannelPromise promise) {
        if (whole instanceof FullHttpResponse response) {
            count(ctx.write(
                    new DefaultHttpResponse(response.protocolVersion(), response.status(), response.headers())));
        }
        ByteBuf bytes = whole.content();
        while (bytes.readableBytes() > PART) {
            count(ctx.write(new DefaultHttpContent(bytes.readRetainedSlice(PART))));
        }
        HttpContent rest = whole instanceof LastHttpContent last
                ? new DefaultLastHttpContent(bytes, last.trailingHeaders())
                : new DefaultHttpContent(bytes);
        count(ctx.write(rest, promise.unvoid()));
    }

    private void count(ChannelFuture write) {
        writing++;
        write.addListener(done -> {
            writing--;
            written++;
        });
    }
}
