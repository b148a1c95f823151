package io.holdfast.stub.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.util.concurrent.TimeUnit;

/** Ends a connection as a crash does: with RST, not FIN. */
public final class Reset {
    private static final int POLL_MILLIS = 5;
    private static final int MAX_POLLS = 200;

    private Reset() {}

    /** Resets at once; what the kernel has not yet sent is lost. */
    public static void now(Channel channel) {
        if (channel.isActive()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        channel.close();
    }

    /** Resets once the peer has acknowledged what was written, or after a second. */
    static void whenDelivered(Channel channel) {
        poll(channel, MAX_POLLS);
    }

    private static void poll(Channel channel, int left) {
        channel.eventLoop()
                .schedule(
                        () -> {
                            boolean waiting = channel instanceof EpollSocketChannel epoll
                                    && epoll.isActive()
                                    && epoll.tcpInfo().unacked() > 0;
                            if (waiting && left > 0) {
                                poll(channel, left - 1);
                            } else {
                                now(channel);
                            }
                        },
                        POLL_MILLIS,
                        TimeUnit.MILLISECONDS);
    }
}
