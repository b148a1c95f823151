package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.MessageHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Locale;

/** What of a replica's 101 is the client's to see: all but what was agreed with the gateway. */
final class AgreedHeaders {

    private static final String HANDSHAKE = "sec-websocket-";

    private AgreedHeaders() {}

    /** Takes the rest out. */
    static HttpHeaders forClient(HttpHeaders headers) {
        MessageHeaders.answer(headers);
        headers.names().stream()
                .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(HANDSHAKE))
                .forEach(headers::remove);
        return headers.remove(HttpHeaderNames.CONTENT_LENGTH).remove(HttpHeaderNames.TRAILER); // a 101 has no body
    }
}
