package io.holdfast.gateway.route;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import reactor.netty.http.IdleTimeoutHandler;

/**
 * One client's connection below any protocol: whether the client takes what is written to it, and whether the connection
 * may stay.
 */
final class ClientConnection implements ClientWatch.Watched {

    /** For the one request that is answered 503. */
    private static final long SURPLUS_NANOS = 1_000_000_000L;

    private final Channel channel;
    private final Stall answer;
    private final Stall idle;
    private final Stall surplus = new Stall(SURPLUS_NANOS);

    /** @param idleNanos how long a connection of HTTP/2 is kept without a request; 0: for ever */
    ClientConnection(Channel channel, LimitsProperties limits, long idleNanos) {
        this.idle = new Stall(idleNanos);
        this.channel = channel;
        this.answer = new Stall(limits.answerPause().nanos());
    }

    @Override
    public void look(long nanos) {
        if (surplus.lasts(ClientConnections.surplus(channel), 0, nanos)) {
            channel.close();
            return;
        }
        ClientHandler http = channel.pipeline().get(ClientHandler.class);
        if (http != null && http.upgraded()) {
            return; // a WebSocket has rules of its own
        }
        ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
        Object first = out == null ? null : out.current();
        long at = first == null ? 0 : System.identityHashCode(first) ^ out.currentProgress() << 32;
        if (answer.lasts(first != null, at, nanos)) {
            // Nor does the system keep for it what it will not take.
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        } else if (http != null) {
            http.look(nanos);
        }
        Http2ConnectionHandler http2 = channel.pipeline().get(Http2ConnectionHandler.class);
        if (http2 != null) {
            look(http2.connection(), nanos);
        }
    }

    /** The stock idle timeout of HTTP/2 looks at bytes only: it would cut requests that take long and silent streams. */
    private void look(Http2Connection http2, long nanos) {
        IdleTimeoutHandler.removeIdleTimeoutHandler(channel.pipeline());
        if (idle.lasts(http2.numActiveStreams() == 0, http2.remote().lastStreamCreated(), nanos)) {
            channel.close();
        }
    }
}
