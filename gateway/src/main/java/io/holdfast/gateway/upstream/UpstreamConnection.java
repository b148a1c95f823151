package io.holdfast.gateway.upstream;

import io.holdfast.gateway.health.Why;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.channel.socket.ChannelOutputShutdownException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * One connection to a replica, last in its pipeline behind the HTTP codec; reads only when asked. An idle connection
 * keeps one read open, so that its end is noticed before a request is put on it.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    /** {@code TCP_ESTABLISHED} of Linux's {@code tcp_states.h}. */
    private static final int TCP_ESTABLISHED = 1;

    private final Channel channel;
    private final AnswerDecoder answers;
    private final ReplicaPool pool;
    private @Nullable Call call;
    private @Nullable ChannelFuture headWrite;
    private boolean flushed;
    private boolean keepAlive;
    private boolean skipLast;
    private boolean answered;
    private @Nullable Throwable failure;
    /** When it became idle. */
    long idleSince;

    UpstreamConnection(Channel channel, AnswerDecoder answers, ReplicaPool pool) {
        this.channel = channel;
        this.answers = answers;
        this.pool = pool;
    }

    boolean active() {
        return channel.isActive();
    }

    /**
     * Whether the replica has closed its side, though the event loop has not come to read of it: a request written now
     * would be lost, and nobody could tell that it was not acted on. Costs a system call; only epoll can ask.
     *
     * @param info to be filled
     */
    boolean ended(EpollTcpInfo info) {
        if (!(channel instanceof EpollSocketChannel epoll)) {
            return false;
        }
        try {
            epoll.tcpInfo(info);
            return info.state() != TCP_ESTABLISHED;
        } catch (ChannelException e) {
            return true;
        }
    }

    /** Puts a call on this connection. */
    void start(Call next) {
        call = next;
        flushed = false;
        headWrite = null;
        skipLast = false;
        keepAlive = false;
        next.connected(this, pool.now());
        if (!channel.isActive()) {
            end(new Loss(Loss.Kind.STALE, false, "the connection was closed before the request"));
            return;
        }
        answers.expect(next.head.method());
        if (next.hasBody) {
            headWrite = channel.write(next.head);
            next.listener.onConnected(next);
            flush();
        } else {
            headWrite = channel.write(new DefaultFullHttpRequest(
                    next.head.protocolVersion(),
                    next.head.method(),
                    next.head.uri(),
                    Unpooled.EMPTY_BUFFER,
                    next.head.headers(),
                    EmptyHttpHeaders.INSTANCE));
            flush();
            if (call == next) {
                next.listener.onConnected(next);
            }
        }
        if (call == next) {
            channel.read();
        }
    }

    void write(HttpContent content) {
        channel.write(content, channel.voidPromise());
    }

    void flush() {
        if (!channel.isActive()) {
            return;
        }
        flushed = true;
        channel.flush();
    }

    boolean writable() {
        return channel.isWritable();
    }

    /** Bytes of the request that the socket has not taken yet. */
    long unwritten() {
        ChannelOutboundBuffer buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    void read() {
        channel.read();
    }

    /**
     * False only when it is certain that no byte was sent: nothing was flushed, or the first write failed as a whole
     * at once (a socket that refuses the first bytes of a head has taken none of them).
     */
    boolean sent() {
        return flushed && !(headWrite != null && headWrite.isDone() && !headWrite.isSuccess());
    }

    void abandon() {
        call = null;
        channel.close();
    }

    void close() {
        channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) {
        Call current = call;
        if (current == null) {
            ReferenceCountUtil.release(msg);
            ctx.close(); // more than the answer
            return;
        }
        answered = true;
        long now = pool.now();
        pool.replica().load().byteAt(now);
        if (msg instanceof HttpObject object && object.decoderResult().isFailure()) {
            ReferenceCountUtil.release(msg);
            end(broken(object.decoderResult().cause()));
            ctx.close();
            return;
        }
        if (msg instanceof HttpResponse head) {
            onHead(ctx, current, head, now);
        }
        if (msg instanceof HttpContent content) {
            onContent(ctx, current, content, now);
        } else if (!(msg instanceof HttpResponse)) {
            ReferenceCountUtil.release(msg);
        }
    }

    private void onHead(ChannelHandlerContext ctx, Call current, HttpResponse head, long now) {
        int code = head.status().code();
        if (code == 101) {
            call = null;
            current.finish();
            ctx.pipeline().remove(this);
            channel.config().setAutoClose(true);
            current.listener.onUpgraded(head, channel);
            return;
        }
        if (code < 200) {
            skipLast = true;
            current.listener.onInformational(head);
            return;
        }
        keepAlive = HttpUtil.isKeepAlive(head);
        current.answered(now);
        current.listener.onHead(head);
    }

    private void onContent(ChannelHandlerContext ctx, Call current, HttpContent content, long now) {
        if (skipLast && content instanceof LastHttpContent) {
            skipLast = false; // the codec ends each informational answer with an empty content
            content.release();
            return;
        }
        if (call != current) {
            content.release(); // cancelled while its head was handed over
            return;
        }
        current.touched(now);
        if (content.content().isReadable()) {
            current.listener.onContent(content.content());
        } else {
            content.release();
        }
        if (call == current && content instanceof LastHttpContent last) {
            if (failure != null) {
                end(lossOf(failure)); // a body that lasts until the close, ended by a reset: not whole
                return;
            }
            call = null;
            boolean reuse = answers.ended() && keepAlive && current.requestEnded() && channel.isActive();
            current.ended(last.trailingHeaders());
            if (reuse) {
                pool.idle(this);
            } else {
                ctx.close();
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Call current = call;
        if (current == null) {
            return;
        }
        if (current.answering()) {
            current.listener.onReadComplete();
        } else {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (call != null && channel.isWritable()) {
            call.listener.onWritable();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof ChannelOutputShutdownException || cause instanceof ClosedChannelException) {
            return; // a write that failed: what the replica had to say before is still to be read, and then the end
        }
        failure = cause;
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pool.forget(this);
        if (call != null) {
            end(lossOf(failure));
        }
    }

    /** What the codec could not read: the end of the connection inside a message, or something that is not HTTP. */
    private Loss broken(Throwable cause) {
        return cause instanceof PrematureChannelClosureException
                ? lossOf(failure)
                : new Loss(Loss.Kind.INVALID, true, "the answer is not valid HTTP: " + cause.getMessage());
    }

    private Loss lossOf(@Nullable Throwable cause) {
        if (!answered && cause instanceof DecoderException && TlsAlertRule.refusesCertificate(cause.getMessage())) {
            return new Loss(Loss.Kind.TLS, false, "TLS handshake failed: " + cause.getMessage());
        }
        String why = cause == null ? "the replica closed the connection" : Why.of(cause);
        return sent() ? new Loss(Loss.Kind.LOST, true, why) : new Loss(Loss.Kind.STALE, false, why);
    }

    private void end(Loss loss) {
        Call current = call;
        call = null;
        if (current != null) {
            current.lost(loss);
        }
    }
}
