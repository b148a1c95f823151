package io.holdfast.gateway.testing;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One event loop that comes to its end in order: a loop that stops while connections are on it leaves what their decoders
 * hold to the collector, and that is a leak of the test's own.
 */
final class TestLoop implements AutoCloseable {

    private final MultiThreadIoEventLoopGroup group;

    TestLoop(IoHandlerFactory io) {
        group = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory("test-engine", true), io) {
            @Override
            protected IoEventLoop newChild(Executor executor, IoHandlerFactory factory, Object... arguments) {
                return new Remembering(executor, factory);
            }
        };
    }

    EventLoop loop() {
        return group.next();
    }

    /** Ends every connection that is left, waits until its handlers have let go, then ends the loop. */
    @Override
    public void close() {
        Set<Channel> channels = ((Remembering) loop()).channels;
        channels.forEach(Channel::close);
        Patience.until("every connection has ended", () -> channels.stream().noneMatch(Channel::isRegistered));
        group.shutdownGracefully(0, Patience.SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private static final class Remembering extends SingleThreadIoEventLoop {

        private final Set<Channel> channels = ConcurrentHashMap.newKeySet();

        Remembering(Executor executor, IoHandlerFactory io) {
            super(null, executor, io);
        }

        @Override
        public ChannelFuture register(ChannelPromise promise) {
            channels.removeIf(c -> !c.isOpen() && !c.isRegistered());
            channels.add(promise.channel());
            return super.register(promise);
        }
    }
}
