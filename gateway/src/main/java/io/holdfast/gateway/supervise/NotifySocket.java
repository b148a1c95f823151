package io.holdfast.gateway.supervise;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainDatagramChannel;
import io.netty.channel.unix.DomainDatagramPacket;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The way to the supervisor's socket, which takes words in datagrams. Ends with its event loop; what cannot be sent is said once. */
final class NotifySocket {

    private final Channel channel;
    private final DomainSocketAddress supervisor;
    private final Consumer<String> say;
    private final AtomicBoolean failed = new AtomicBoolean();

    private NotifySocket(Channel channel, DomainSocketAddress supervisor, Consumer<String> say) {
        this.channel = channel;
        this.supervisor = supervisor;
        this.say = say;
    }

    /**
     * Opens it; not connected, as the supervisor may put another socket in the place of its own.
     *
     * @param loops of epoll
     * @param say told of the first failure
     */
    static NotifySocket open(EventLoopGroup loops, String address, Consumer<String> say) {
        Channel channel = new Bootstrap()
                .group(loops)
                .channel(EpollDomainDatagramChannel.class)
                // It is bound to nothing and connected to nothing, and can write all the same.
                .option(ChannelOption.DATAGRAM_CHANNEL_ACTIVE_ON_REGISTRATION, true)
                // Nobody answers here.
                .handler(new ChannelInboundHandlerAdapter())
                .register()
                .channel();
        return new NotifySocket(channel, new DomainSocketAddress(address), say);
    }

    /** Returns at once; from any thread. */
    void tell(String words) {
        channel.writeAndFlush(
                        new DomainDatagramPacket(Unpooled.copiedBuffer(words, StandardCharsets.UTF_8), supervisor))
                .addListener(sent -> {
                    Throwable why = sent.cause();
                    if (why != null && failed.compareAndSet(false, true)) {
                        say.accept(why.toString());
                    }
                });
    }
}
