package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Engines;
import io.holdfast.gateway.hold.HoldRoom;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.TestEngine;
import io.holdfast.gateway.websocket.WebSocketSettings;
import io.holdfast.gateway.websocket.WebSockets;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The entry port of a {@link TestEngine}: the fast lane on a real HTTP server, with WebSockets as in production. */
public final class SocketFront implements AutoCloseable {

    /** Looks that find nothing new before it counts as a standstill. */
    private static final int STILL = 4;

    private final TestEngine engine;
    private final WebSockets sockets;
    private final HoldRoom room;
    private final Set<Channel> clients = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytesIn = new AtomicLong();
    private final DisposableServer server;

    public SocketFront(TestEngine engine, WebSocketSettings settings) {
        this.engine = engine;
        room = WebSockets.room(engine.service());
        sockets = new WebSockets(engine.engine(), settings, room);
        engine.service().listen(room);
        engine.service().listen(sockets);
        FastLane lane = new FastLane(
                new Engines(Map.of("api", engine.engine())),
                new WebSocketEntrance(Map.of("api", sockets)),
                new ForwardedHeaders(null),
                new StickyKeys(Map.of()));
        CompiledRoute all = new CompiledRoute(
                new Lane("all", Lane.Kind.FAST, "test"), List.of(), "api", List.of(), List.of(), List.of(), false);
        lane.table(new RouteTable(List.of(new RouteTable.Entry(all, null))));
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .runOn(useNative -> engine.loop(), engine.epoll())
                .doOnConnection(connection -> watch(connection.channel()))
                .route(routes -> routes.route(lane::takes, lane::serve))
                .bindNow(Duration.ofSeconds(20));
    }

    private void watch(Channel channel) {
        clients.add(channel);
        channel.pipeline().addFirst(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object msg) {
                bytesIn.addAndGet(((ByteBuf) msg).readableBytes());
                ctx.fireChannelRead(msg);
            }
        });
    }

    public int port() {
        return server.port();
    }

    public WebSockets sockets() {
        return sockets;
    }

    /** Whether every client's connection takes more; on the event loop. */
    public boolean writable() {
        return clients.stream().allMatch(Channel::isWritable);
    }

    /** Waits until so many bytes have come from clients, and then no more, though the event loop had its turns. */
    public void awaitStandstill(long atLeast) {
        AtomicLong before = new AtomicLong(-1);
        AtomicInteger looks = new AtomicInteger();
        Awaitility.await("a standstill")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> {
                    engine.settle();
                    long now = bytesIn.get();
                    boolean same = now == before.getAndSet(now) && now >= atLeast;
                    return looks.updateAndGet(n -> same ? n + 1 : 0) >= STILL;
                });
    }

    /** How many wait to be attached again. */
    public int away() {
        return room.size();
    }

    public TestEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        // A loop that stops before a connection has ended takes what its decoder holds with it: a leak of the test's
        // own.
        clients.forEach(Channel::close);
        Patience.until("every client's connection ended", () -> clients.stream()
                .allMatch(c -> c.closeFuture().isDone() && !c.isRegistered()));
        server.disposeNow(Duration.ofSeconds(5));
    }
}
