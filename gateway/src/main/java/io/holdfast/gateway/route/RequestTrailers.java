package io.holdfast.gateway.route;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;

/**
 * The trailers of the request whose end was read last on a connection. Kept beside the headers that they belong to, since
 * the next request may be read already while this one is still being served.
 *
 * @param of the headers of the request, by identity
 */
record RequestTrailers(HttpHeaders of, HttpHeaders trailers) {

    private static final AttributeKey<RequestTrailers> KEY = AttributeKey.valueOf(RequestTrailers.class, "trailers");

    /** Keeps them, in place of those before. */
    void keep(Channel channel) {
        channel.attr(KEY).set(this);
    }

    /** Those of the request with these headers, once its body has ended; null without any. */
    static @Nullable HttpHeaders find(Channel channel, HttpHeaders request) {
        RequestTrailers kept = channel.attr(KEY).get();
        return kept != null && kept.of == request ? kept.trailers : null;
    }
}
