package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Problem;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client's connection, right behind the codec and alike for every lane: refuses what {@link RequestRule} refuses,
 * answers HTTP/1.0 without chunks, keeps a connection whose client has ended its side (and only that) until its requests
 * are answered, and ends one whose client does not go on with its request.
 */
final class ClientHandler extends ChannelDuplexHandler {

    /** {@code TCP_CLOSE} of Linux's {@code tcp_states.h}. */
    private static final int TCP_CLOSE = 7;

    private static final int TOO_LONG = 413;
    private static final long LINGER_MILLIS = 1_000;

    private int unanswered;
    private @Nullable HttpHeaders head;
    private boolean insideRequest;
    private boolean inputEnded;
    private boolean upgraded;
    private boolean informational;
    private boolean answering;
    private boolean http10;
    private boolean closes;
    private @Nullable ChannelHandlerContext context;
    private final Stall header;
    private final Stall body;
    private final long mostBody;
    private boolean chunked;
    private boolean lingers;
    private long bodyBytes;
    private boolean headBegun;
    private boolean readAnything;
    private boolean afterHandshake;
    private boolean awaitsContinue;
    private boolean refused;
    private long heads;
    private long parts;

    /** @param afterHandshake whether it begins inside of a read that made no more than a TLS handshake */
    ClientHandler(LimitsProperties limits, boolean afterHandshake) {
        this.header = new Stall(limits.header().nanos());
        this.body = new Stall(limits.bodyPause().nanos());
        this.mostBody = limits.bodySize().toBytes();
        this.afterHandshake = afterHandshake;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    /** Whether it is a WebSocket by now. */
    boolean upgraded() {
        return upgraded;
    }

    /** Ends the connection when the client has not gone on with its request for too long. */
    void look(long nanos) {
        boolean bodyWanted =
                insideRequest && !awaitsContinue && context.channel().config().isAutoRead();
        boolean noHeader = header.lasts(headBegun && unanswered <= 0, heads, nanos);
        boolean noBody = body.lasts(bodyWanted, parts, nanos);
        if (refused) {
            return;
        }
        if (noHeader) {
            refuse(new Problem(408, "Request timeout", "The header took longer than limits.header.", false, null));
        } else if (noBody) {
            refuse(new Problem(408, "Request timeout", "The body paused longer than limits.body-pause.", true, null));
        }
    }

    private void refuse(Problem problem) {
        refused = true;
        lingers = problem.status() == TOO_LONG;
        if (unanswered > 1 || answering || unanswered <= 0 && insideRequest) {
            context.close();
        } else {
            context.writeAndFlush(Refusal.of(problem)).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!readAnything && !afterHandshake && !insideRequest) {
            headBegun = true; // bytes that make no message yet
        }
        readAnything = false;
        afterHandshake = false;
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        if (refused) {
            ReferenceCountUtil.release(msg);
            return;
        }
        readAnything = true;
        if (msg instanceof HttpRequest request) {
            unanswered++;
            heads++;
            headBegun = false;
            awaitsContinue = HttpUtil.is100ContinueExpected(request);
            chunked = mostBody > 0 && HttpUtil.isTransferEncodingChunked(request); // any other has said its length
            bodyBytes = 0;
            head = request.headers();
            if (request.decoderResult().isSuccess()) {
                judge(request);
            }
            http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
            if (http10) {
                HttpUtil.setKeepAlive(request.headers(), HttpVersion.HTTP_1_1, HttpUtil.isKeepAlive(request));
                request.setProtocolVersion(HttpVersion.HTTP_1_1); // the rest of the pipeline knows no other
            }
        }
        if (!(msg instanceof HttpRequest)
                && msg instanceof HttpContent content
                && content.decoderResult().isFailure()) {
            content.release();
            refuseBody(ctx);
            return;
        }
        if (msg instanceof HttpContent && !(msg instanceof HttpRequest)) {
            parts++;
            awaitsContinue = false;
            if (chunked && (bodyBytes += ((HttpContent) msg).content().readableBytes()) > mostBody) {
                ReferenceCountUtil.release(msg);
                refuse(EntryLimits.tooLong());
                return;
            }
        }
        if (msg instanceof LastHttpContent last) {
            insideRequest = false;
            if (head != null && !last.trailingHeaders().isEmpty()) {
                new RequestTrailers(head, last.trailingHeaders()).keep(ctx.channel());
            }
            head = null;
        } else if (msg instanceof HttpRequest || msg instanceof HttpContent) {
            insideRequest = true;
        }
        ctx.fireChannelRead(msg);
    }

    /** A body that cannot be read must not look whole to anybody: the connection ends with it. */
    private void refuseBody(ChannelHandlerContext ctx) {
        if (unanswered > 1 || answering) {
            ctx.close();
            return;
        }
        ctx.writeAndFlush(Refusal.of(HttpResponseStatus.BAD_REQUEST)).addListener(ChannelFutureListener.CLOSE);
    }

    private static void judge(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String why = RequestRule.problem(
                request.protocolVersion().majorVersion() == 1
                        ? request.protocolVersion().minorVersion()
                        : -1,
                request.method().name(),
                request.uri(),
                headers.getAll(HttpHeaderNames.HOST),
                headers.getAll(HttpHeaderNames.TRANSFER_ENCODING));
        if (why != null) {
            request.setDecoderResult(DecoderResult.failure(new IllegalArgumentException(why)));
            return;
        }
        String target = request.uri();
        int path = target.startsWith("/") ? 0 : RequestRule.originOf(target);
        if (path > 0) { // the target's host counts, not that of the header (RFC 9112 section 3.2.2)
            headers.set(HttpHeaderNames.HOST, target.substring(target.indexOf("//") + 2, path));
            String rest = target.substring(path);
            request.setUri(rest.startsWith("/") ? rest : "/" + rest);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object msg, ChannelPromise promise) {
        if (msg instanceof HttpResponse response) {
            int status = response.status().code();
            upgraded |= status == 101;
            informational = status < 200 && status != 101;
            awaitsContinue &= status != 100;
            if (http10 && informational) {
                ReferenceCountUtil.release(msg); // it knows none
                promise.trySuccess();
                return;
            }
            answering = !informational;
            lingers = status == TOO_LONG;
            if (http10) {
                closes = asHttp10(response.headers(), status);
            }
        }
        if (!(msg instanceof LastHttpContent) || informational) {
            ctx.write(msg, promise);
            return;
        }
        unanswered--;
        answering = false;
        boolean last = closes || inputEnded && unanswered <= 0;
        closes = false;
        ctx.write(msg, last ? promise.unvoid().addListener(ChannelFutureListener.CLOSE) : promise);
    }

    /** Whether the connection ends with this answer. */
    private static boolean asHttp10(HttpHeaders headers, int status) {
        boolean ends = headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true);
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
            headers.remove(HttpHeaderNames.TRAILER);
            ends |= status != 204 && status != 304;
        }
        headers.set(HttpHeaderNames.CONNECTION, ends ? HttpHeaderValues.CLOSE : HttpHeaderValues.KEEP_ALIVE);
        return ends;
    }

    /**
     * After a body that is too long the answer must be read before the end comes: a connection that is closed with bytes
     * unread is reset, and the answer lost with it. So what the client still sends is thrown away for a while.
     */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!lingers || !insideRequest || inputEnded || !ctx.channel().isActive()) {
            ctx.close(promise);
            return;
        }
        lingers = false;
        refused = true;
        ctx.channel().config().setAutoRead(true);
        ctx.executor().schedule(() -> ctx.close(promise), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent) {
            afterHandshake = true;
            headBegun = false; // what came until now was the handshake
        }
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (insideRequest || upgraded || unanswered <= 0 || isReset(ctx)) {
                ctx.close();
            }
        }
        ctx.fireUserEventTriggered(event);
    }

    /** Where half-closed connections are allowed, a reset is at first told as one (seen on epoll). */
    private static boolean isReset(ChannelHandlerContext ctx) {
        if (!(ctx.channel() instanceof EpollSocketChannel socket)) {
            return false;
        }
        try {
            return socket.tcpInfo().state() == TCP_CLOSE;
        } catch (ChannelException e) {
            return true;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.fireExceptionCaught(cause);
        if (cause instanceof IOException) {
            ctx.close();
        }
    }
}
