package io.holdfast.stub.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Listens, and keeps the connections. */
public final class Server {
    private static final int BACKLOG = 4096;

    private final String replica;
    private final long keepAliveNanos;
    private final Routes routes;
    private final Gate gate;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private @Nullable MultiThreadIoEventLoopGroup loops;
    private @Nullable Channel listener;
    private volatile boolean stopping;

    public Server(String replica, Duration keepAlive, Routes routes, Gate gate) {
        this.replica = replica;
        this.keepAliveNanos = keepAlive.toNanos();
        this.routes = routes;
        this.gate = gate;
    }

    String replica() {
        return replica;
    }

    long keepAliveNanos() {
        return keepAliveNanos;
    }

    Routes routes() {
        return routes;
    }

    Gate gate() {
        return gate;
    }

    boolean stopping() {
        return stopping;
    }

    /** @throws IOException when the address cannot be listened on */
    public void start(InetSocketAddress address) throws IOException {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory handlers = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> type = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        loops = new MultiThreadIoEventLoopGroup(0, new DefaultThreadFactory("http", true), handlers);
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops)
                .channel(type)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                });
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
        }
        listener = bound.channel();
    }

    private void accept(SocketChannel channel) {
        connections.add(channel);
        AnswerEncoder encoder = new AnswerEncoder();
        channel.pipeline().addLast(new RequestDecoder(), encoder, new Connection(this, encoder));
    }

    /** The address that it listens on. */
    public InetSocketAddress address() {
        if (listener == null) {
            throw new IllegalStateException("not started");
        }
        return (InetSocketAddress) listener.localAddress();
    }

    /** Accepts no more, and closes each connection when it has nothing in flight. */
    public void stopAccepting() {
        stopping = true;
        if (listener != null) {
            listener.close().awaitUninterruptibly();
        }
        if (loops != null) {
            // Connections accepted just before are set up by tasks that are ahead of these.
            loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
        }
        for (Channel channel : connections) {
            channel.eventLoop().execute(() -> {
                Connection connection = channel.pipeline().get(Connection.class);
                if (connection != null) {
                    connection.stop();
                }
            });
        }
    }

    /** Waits until it accepts no more. */
    public void awaitClosed() {
        if (listener != null) {
            listener.closeFuture().awaitUninterruptibly();
        }
    }

    /**
     * Waits until all connections are closed, and closes the rest.
     *
     * @return how many were cut
     */
    public int awaitEnd(Duration grace) {
        connections.newCloseFuture().awaitUninterruptibly(grace.toMillis());
        int cut = connections.size();
        connections.close().awaitUninterruptibly(1000);
        if (loops != null) {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2000);
        }
        return cut;
    }
}
