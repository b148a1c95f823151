package io.holdfast.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.ScriptedGate;
import io.holdfast.gateway.testing.Incidents;
import io.holdfast.gateway.testing.Patience;
import io.holdfast.gateway.testing.ScriptedReplica;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection to a replica whose name takes long to be resolved. */
class ConnectingTest {

    private static final Duration CONNECT = Duration.ofMillis(500);

    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoop loop = group.next();
    private final ManualTime time = new ManualTime();
    private final SlowNames names = new SlowNames();
    private final ScriptedReplica endpoint = ScriptedReplica.start();
    private final Replica replica =
            new Replica("api", URI.create("http://replica.example:" + endpoint.port()), new ScriptedGate(), time);
    private final CompletableFuture<Loss> loss = new CompletableFuture<>();
    private final LoopUpstream upstream = new LoopUpstream(
            loop,
            NioSocketChannel.class,
            names,
            new UpstreamSettings(
                    CONNECT.toNanos(),
                    1L << 40,
                    1L << 40,
                    0,
                    Duration.ofSeconds(4).toNanos(),
                    8,
                    null),
            new Incidents(),
            time);

    @AfterEach
    void stop() {
        endpoint.close();
        group.shutdownGracefully(0, 20, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private Call call() {
        CompletableFuture<Call> call = new CompletableFuture<>();
        loop.execute(() -> call.complete(upstream.call(
                replica, new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/x"), false, new Listener())));
        return Patience.get(() -> "a call", call);
    }

    /** One turn of the timer. */
    private void tick() {
        loop.submit(upstream).syncUninterruptibly();
    }

    @Test
    void doesNotTakeLongerThanTheConnectTimeout() {
        call();
        time.advance(CONNECT.minusMillis(1));
        tick();
        assertThat(loss).isNotDone();
        time.advance(Duration.ofMillis(200));
        Loss lost = Patience.get(() -> "the loss", loss);
        assertThat(lost.kind()).isEqualTo(Loss.Kind.UNREACHABLE);
        assertThat(lost.sent()).isFalse();
    }

    @Test
    void thatIsNoLongerNeededIsLookedAfterWhenItComes() {
        Call call = call();
        loop.submit(call::cancel).syncUninterruptibly();
        tick();
        names.answer();
        endpoint.awaitOpen(1);
        loop.submit(() -> {}).syncUninterruptibly();
        Patience.until("grows old like any other", () -> {
            time.advance(Duration.ofSeconds(5));
            return endpoint.open() == 0;
        });
    }

    private final class Listener extends QuietListener {

        @Override
        public void onLost(Loss lost) {
            loss.complete(lost);
        }
    }

    /** Names are known when the test says so. */
    private static final class SlowNames extends AddressResolverGroup<InetSocketAddress> {

        private final CompletableFuture<Promise<InetAddress>> asked = new CompletableFuture<>();

        void answer() {
            Patience.get(() -> "a question", asked).setSuccess(InetAddress.getLoopbackAddress());
        }

        @Override
        protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
            return new InetNameResolver(executor) {
                @Override
                protected void doResolve(String name, Promise<InetAddress> promise) {
                    asked.complete(promise);
                }

                @Override
                protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
                    throw new UnsupportedOperationException();
                }
            }.asAddressResolver();
        }
    }
}
