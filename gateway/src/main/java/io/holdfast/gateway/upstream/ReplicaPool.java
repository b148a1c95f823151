package io.holdfast.gateway.upstream;

import io.holdfast.gateway.health.Why;
import io.holdfast.gateway.service.Replica;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.ssl.SslHandler;
import java.net.ConnectException;
import java.util.ArrayDeque;
import java.util.Arrays;
import javax.net.ssl.SSLException;

/**
 * The connections of one event loop to one replica. Confined to that loop. The connection used last is used first, so
 * that surplus ones grow old and are closed before the replica closes them.
 */
final class ReplicaPool {

    private final LoopUpstream loop;
    private final Replica replica;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final EpollTcpInfo info = new EpollTcpInfo();
    private Call[] calls = new Call[8];
    private int size;
    private int connecting;

    ReplicaPool(LoopUpstream loop, Replica replica) {
        this.loop = loop;
        this.replica = replica;
    }

    Replica replica() {
        return replica;
    }

    long now() {
        return loop.now();
    }

    /** Starts a call on an idle connection or a new one. */
    Call call(HttpRequest head, boolean hasBody, AnswerListener listener) {
        Call call = new Call(this, head, hasBody, listener, now());
        add(call);
        for (UpstreamConnection c = idle.pollLast(); c != null; c = idle.pollLast()) {
            if (c.active() && (safe(head.method()) || !c.ended(info))) {
                c.start(call);
                return call;
            }
        }
        connect(call);
        return call;
    }

    /** A safe request that meets a connection just being closed is simply sent again. */
    private static boolean safe(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || method.equals(HttpMethod.OPTIONS);
    }

    private void connect(Call call) {
        ChannelFuture future = loop.bootstrap()
                .clone()
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel ch) {
                        if (replica.tls()) {
                            SslHandler ssl = loop.settings()
                                    .ssl()
                                    .get()
                                    .newHandler(ch.alloc(), replica.serverName(), replica.port());
                            ssl.setHandshakeTimeoutMillis(loop.settings().connectNanos() / 1_000_000);
                            ch.pipeline().addLast(ssl);
                        }
                        AnswerDecoder answers = new AnswerDecoder();
                        ch.pipeline()
                                .addLast(
                                        answers,
                                        new HttpRequestEncoder(),
                                        new UpstreamConnection(ch, answers, ReplicaPool.this));
                    }
                })
                .connect(loop.address(replica));
        if (future.isDone() && !future.isSuccess()) {
            // At once, as when there are no more files to open: on another thread, or inside of whom it is told to.
            loop.later(() -> call.lost(neverConnected(future.cause())));
            return;
        }
        connecting++;
        future.addListener((ChannelFuture f) -> {
            if (!f.isSuccess()) {
                connecting--;
                call.lost(neverConnected(f.cause()));
                return;
            }
            SslHandler ssl = f.channel().pipeline().get(SslHandler.class);
            if (ssl == null) {
                connecting--;
                connected(f.channel(), call);
                return;
            }
            f.channel().read();
            ssl.handshakeFuture().addListener(h -> {
                connecting--;
                if (h.isSuccess()) {
                    connected(f.channel(), call);
                } else {
                    f.channel().close();
                    call.lost(new Loss(Loss.Kind.TLS, false, "TLS handshake failed: " + Why.of(h.cause())));
                }
            });
        });
    }

    private void connected(Channel channel, Call call) {
        UpstreamConnection connection = channel.pipeline().get(UpstreamConnection.class);
        if (connection == null) {
            channel.close();
            call.lost(new Loss(Loss.Kind.UNREACHABLE, false, "the connection was closed at once"));
        } else if (call.done()) {
            idle(connection); // cancelled while connecting: the next request finds it ready
        } else {
            connection.start(call);
        }
    }

    private static Loss neverConnected(Throwable cause) {
        if (cause instanceof SSLException) {
            return new Loss(Loss.Kind.TLS, false, Why.of(cause));
        }
        boolean refused = cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused");
        return new Loss(refused ? Loss.Kind.REFUSED : Loss.Kind.UNREACHABLE, false, Why.of(cause));
    }

    /** Takes a connection back whose answer is whole. */
    void idle(UpstreamConnection connection) {
        if (idle.size() >= loop.settings().maxIdle() || leaving() || !connection.active()) {
            connection.close();
            return;
        }
        connection.idleSince = now();
        idle.addLast(connection);
        connection.read();
        loop.wake();
    }

    private boolean leaving() {
        return replica.draining() || replica.health().unreachable();
    }

    void forget(UpstreamConnection connection) {
        idle.removeLastOccurrence(connection);
    }

    /** The replica cannot be reached: its idle connections are worthless, and who waits there is told. */
    void replicaDown() {
        closeIdle();
        for (Call call : under()) {
            if (!call.done()) {
                call.listener.onReplicaDown();
            }
        }
    }

    /** The replica is being drained: who streams from it may move. */
    void replicaDraining() {
        closeIdle();
        for (Call call : under()) {
            if (!call.done()) {
                call.listener.onReplicaDraining();
            }
        }
    }

    /** This gateway stops: who streams may end. */
    void gatewayStopping() {
        for (Call call : under()) {
            if (!call.done()) {
                call.listener.onGatewayStopping();
            }
        }
    }

    void closeIdle() {
        for (UpstreamConnection c = idle.pollLast(); c != null; c = idle.pollLast()) {
            c.close();
        }
    }

    /** Ends what took too long. */
    void tick(long now, boolean lateTick) {
        UpstreamSettings s = loop.settings();
        while (!idle.isEmpty() && now - idle.peekFirst().idleSince > s.keepIdleNanos()) {
            idle.pollFirst().close();
        }
        long oldest = Long.MAX_VALUE;
        for (int i = size - 1; i >= 0; i--) {
            Call call = i < size ? calls[i] : null;
            if (call == null) {
                continue;
            }
            if (call.connecting()) {
                // The socket and TLS have their own limit, a name that is being resolved has none; with room for
                // theirs.
                if (!lateTick && now - call.asked() > s.connectNanos() + 2 * LoopUpstream.TICK_NANOS) {
                    call.expired(new Loss(Loss.Kind.UNREACHABLE, false, "no connection within timeouts.connect"));
                }
            } else if (call.waiting()) {
                call.lookAtRequest(now);
                oldest = Math.min(oldest, call.asked());
                if (now - call.asked() > s.firstByteNanos()) {
                    call.expired(new Loss(Loss.Kind.FIRST_BYTE_TIMEOUT, true, "no answer within timeouts.first-byte"));
                }
            } else if (call.answering() && now - call.since() > s.idleNanos() && call.reading()) {
                call.expired(new Loss(Loss.Kind.IDLE_TIMEOUT, true, "no byte of the body within timeouts.idle"));
            }
        }
        if (oldest != Long.MAX_VALUE && s.suspectNanos() > 0 && !lateTick) {
            long silent = now - Math.max(oldest, replica.load().lastByteAt());
            if (silent > s.suspectNanos()) {
                loop.alarm().silent(replica, silent);
            }
        }
    }

    /** Nothing is under way, and no connection will come that somebody has to look after. */
    boolean unused() {
        return size == 0 && idle.isEmpty() && connecting == 0;
    }

    private Call[] under() {
        return Arrays.copyOf(calls, size);
    }

    private void add(Call call) {
        if (size == calls.length) {
            calls = Arrays.copyOf(calls, size * 2);
        }
        call.slot = size;
        calls[size++] = call;
        loop.wake();
    }

    void remove(Call call) {
        if (call.slot < 0) {
            return;
        }
        Call last = calls[--size];
        calls[call.slot] = last;
        last.slot = call.slot;
        calls[size] = null;
        call.slot = -1;
    }
}
