package io.holdfast.stub.http;

import io.holdfast.stub.Time;
import io.holdfast.stub.json.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One client connection: its requests one after the other, pipelined ones in a queue, and its end after
 * {@link Server#keepAliveNanos} without one.
 */
final class Connection extends ChannelInboundHandlerAdapter {
    /** The loop reads before it comes back to a timer. */
    private static final long ONE_ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private static final int MAX_QUEUED = 32;

    private final Server server;
    private final AnswerEncoder encoder;
    private final ArrayDeque<HttpObject> queue = new ArrayDeque<>();
    private ChannelHandlerContext context;
    private ChannelHandlerContext raw;
    private @Nullable Exchange current;
    /** Whether nothing more that the client sends is looked at. */
    private boolean deaf;

    private boolean draining;
    private boolean idleTimer;
    private boolean lastLook;
    private long idleSince;

    @SuppressWarnings("NullAway.Init")
    Connection(Server server, AnswerEncoder encoder) {
        this.server = server;
        this.encoder = encoder;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        // What is written from the decoder on passes no encoder, which comes after it.
        raw = ctx.pipeline().context(RequestDecoder.class);
    }

    Channel channel() {
        return context.channel();
    }

    AnswerEncoder encoder() {
        return encoder;
    }

    String replica() {
        return server.replica();
    }

    boolean stopping() {
        return server.stopping();
    }

    long breakAfter(Exchange exchange) {
        return server.gate().breakAfter(exchange.path());
    }

    Map<String, Object> signed(Map<String, ?> members) {
        Map<String, Object> all = new LinkedHashMap<>(members);
        all.put("replica", server.replica());
        return all;
    }

    ChannelFuture writeAndFlush(Object message) {
        return context.writeAndFlush(message);
    }

    void writeRaw(Object bytes) {
        raw.write(bytes, raw.voidPromise());
    }

    void flush() {
        context.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        HttpObject object = (HttpObject) message;
        if (queue.isEmpty() && takes(object)) {
            take(object);
            return;
        }
        queue.add(object);
        if (queue.size() == MAX_QUEUED) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    private boolean takes(HttpObject object) {
        if (deaf) {
            return false;
        }
        return object instanceof HttpRequest ? current == null : current == null || current.takesBody();
    }

    private void take(HttpObject object) {
        try {
            if (object.decoderResult().isFailure()) {
                refuse(object);
            } else if (object instanceof HttpRequest request) {
                begin(request);
            } else if (current != null && object instanceof HttpContent content) {
                current.content(content);
            }
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void refuse(HttpObject object) {
        if (current != null) {
            Reset.now(channel());
            return;
        }
        String reason = String.valueOf(object.decoderResult().cause().getMessage());
        byte[] body = Json.bytes(signed(Map.of("error", reason)));
        String head = "HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nX-Replica: " + replica()
                + "\r\nconnection: close\r\ncontent-length: " + body.length + "\r\n\r\n";
        deaf = true;
        raw.writeAndFlush(Unpooled.wrappedBuffer(head.getBytes(StandardCharsets.US_ASCII), body))
                .addListener(ChannelFutureListener.CLOSE);
    }

    private void begin(HttpRequest request) {
        Exchange exchange = new Exchange(this, request);
        current = exchange;
        exchange.guarded(() -> server.gate().admit(exchange, () -> serve(exchange)));
    }

    private void serve(Exchange exchange) {
        instead(exchange, () -> route(exchange));
    }

    void instead(Exchange exchange, Runnable action) {
        exchange.guarded(action);
        exchange.handled();
        drain();
    }

    private void route(Exchange exchange) {
        Routes.Match match = server.routes().find(exchange.path());
        if (match == null) {
            throw new Refusal(404, "no such path: " + exchange.path());
        }
        Endpoint endpoint = match.endpoint(exchange.method());
        if (endpoint == null) {
            exchange.json(
                    405,
                    Map.of("error", exchange.method() + " is not allowed (expected: " + match.allowed() + ")"),
                    "allow",
                    match.allowed());
            return;
        }
        exchange.parameters(match.parameters());
        endpoint.handle(exchange);
    }

    /** Reads what waited for the exchange before it. */
    private void drain() {
        if (draining) {
            return;
        }
        draining = true;
        while (!queue.isEmpty() && takes(queue.peek())) {
            take(queue.poll());
        }
        draining = false;
        if (queue.size() < MAX_QUEUED && !channel().config().isAutoRead() && !deaf) {
            channel().config().setAutoRead(true);
        }
    }

    void maybeFinished(Exchange exchange) {
        if (exchange != current || !exchange.answer().done() || !exchange.requestDone() || deaf) {
            return;
        }
        current = null;
        if (!exchange.answer().keepAlive() || stopping()) {
            deaf = true;
            context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        idleSince = Time.nanos();
        if (!idleTimer) {
            idleTimer = true;
            idleIn(server.keepAliveNanos());
        }
        drain();
    }

    private void idleIn(long nanos) {
        channel().eventLoop().schedule(this::checkIdle, nanos, TimeUnit.NANOSECONDS);
    }

    private void checkIdle() {
        if (!channel().isActive() || context.isRemoved()) {
            return;
        }
        long left = current != null ? server.keepAliveNanos() : idleSince + server.keepAliveNanos() - Time.nanos();
        if (left > 0) {
            lastLook = false;
            idleIn(left);
        } else if (!lastLook) {
            // After the process stood still, timers run before what has arrived meanwhile is read; uvicorn reads first.
            lastLook = true;
            idleIn(ONE_ROUND_NANOS);
        } else {
            channel().close();
        }
    }

    void hang() {
        deaf = true;
    }

    /** Closes it when it is idle; else it ends with its exchange. */
    void stop() {
        if (current == null) {
            channel().close();
        }
    }

    /** Forgets the exchange, whose channel another protocol takes over; gives the name of this handler. */
    String release() {
        current = null;
        return context.name();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current != null && ctx.channel().isWritable()) {
            current.becameWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (current != null) {
            current.ended();
        }
        release(queue);
    }

    private static void release(ArrayDeque<HttpObject> queue) {
        queue.forEach(ReferenceCountUtil::release);
        queue.clear();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        release(queue);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // The client is gone, or does not speak HTTP: nobody is left to be told.
        ctx.close();
    }
}
