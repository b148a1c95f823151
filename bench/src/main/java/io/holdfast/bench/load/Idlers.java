package io.holdfast.bench.load;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that are there and do little: WebSockets, readers of event streams, requests that wait. */
public final class Idlers implements AutoCloseable {

    private static final String MARK = "still there?";

    private final Crowd crowd = new Crowd();
    private final List<Channel> sockets = new ArrayList<>();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger echoes = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();

    /** Opens WebSockets and returns when all stand. */
    public void sockets(URI entry, String path, int number) throws IOException, InterruptedException {
        int before = crowd.channels().size();
        int wanted = open.get() + number;
        crowd.connect(entry, number, () -> Crowd.webSocket(entry, path, new Echo()));
        sockets.addAll(crowd.channels().subList(before, crowd.channels().size()));
        for (int i = 0; i < 600 && open.get() < wanted && ended.get() == 0; i++) {
            Thread.sleep(100);
        }
        if (open.get() < wanted) {
            throw new IOException("of " + wanted + " WebSockets only " + open + " stand, " + ended + " ended");
        }
    }

    /** Begins as many requests; what comes back is looked at as an event stream. */
    public void requests(URI entry, String path, int number) throws IOException, InterruptedException {
        int before = crowd.channels().size();
        crowd.connect(entry, number, () -> List.of(new HttpClientCodec(), new Reader()));
        for (Channel channel : crowd.channels().subList(before, crowd.channels().size())) {
            DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
            request.headers().set(HttpHeaderNames.HOST, entry.getAuthority());
            channel.writeAndFlush(request);
        }
    }

    /** How many connections ended that should not have, or gave another status than 200. */
    public int ended() {
        return ended.get();
    }

    /** How many events came so far. */
    public long events() {
        return events.get();
    }

    /** How many events were left out of the numbers that came. */
    public long missing() {
        return missing.get();
    }

    /** Sends a text on each WebSocket and says how many came back within a minute. */
    public int echoes() throws InterruptedException {
        sockets.forEach(s -> s.writeAndFlush(new TextWebSocketFrame(MARK)));
        for (int i = 0; i < 600 && echoes.get() < sockets.size(); i++) {
            Thread.sleep(100);
        }
        return echoes.get();
    }

    @Override
    public void close() {
        crowd.close();
    }

    private abstract class Client<T> extends SimpleChannelInboundHandler<T> {
        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            ended.incrementAndGet();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    private final class Echo extends Client<WebSocketFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
                open.incrementAndGet();
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            if (frame instanceof TextWebSocketFrame text && text.text().contains(MARK)) {
                echoes.incrementAndGet();
            }
        }
    }

    /** Takes the lines {@code id: N} and looks whether each is one more than the last. */
    private final class Reader extends Client<HttpObject> {
        private final StringBuilder line = new StringBuilder();
        private long last = -1;

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, HttpObject object) {
            if (object instanceof HttpResponse head && head.status().code() != 200) {
                ctx.close();
            }
            if (object instanceof HttpContent content) {
                content.content().toString(StandardCharsets.UTF_8).chars().forEach(this::look);
            }
        }

        private void look(int c) {
            if (c != '\n') {
                line.append((char) c);
                return;
            }
            if (line.toString().startsWith("id:")) {
                long id = Long.parseLong(line.substring(3).trim());
                events.incrementAndGet();
                missing.addAndGet(last < 0 ? 0 : id - last - 1);
                last = id;
            }
            line.setLength(0);
        }
    }
}
