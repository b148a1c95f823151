package io.holdfast.gateway.exchange;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.HttpConversionUtil;
import io.netty.util.AsciiString;
import java.util.List;

/** Headers that end at each hop (RFC 9110 section 7.6.1), and {@code Via}, which tells of each. */
public final class MessageHeaders {

    static final AsciiString IDEMPOTENCY_KEY = AsciiString.cached("idempotency-key");
    static final AsciiString REPLICA = AsciiString.cached("x-holdfast-replica");
    static final AsciiString ATTEMPTS = AsciiString.cached("x-holdfast-attempts");
    private static final AsciiString VIA = AsciiString.cached("1.1 holdfast");
    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");

    /** What Netty notes of an HTTP/2 stream among its headers. */
    private static final List<AsciiString> OF_HTTP2 = List.of(
            HttpConversionUtil.ExtensionHeaderNames.STREAM_ID.text(),
            HttpConversionUtil.ExtensionHeaderNames.SCHEME.text(),
            HttpConversionUtil.ExtensionHeaderNames.PATH.text(),
            HttpConversionUtil.ExtensionHeaderNames.STREAM_PROMISE_ID.text(),
            HttpConversionUtil.ExtensionHeaderNames.STREAM_DEPENDENCY_ID.text(),
            HttpConversionUtil.ExtensionHeaderNames.STREAM_WEIGHT.text());

    private MessageHeaders() {}

    /** The value of {@code Content-Length}, or -1 when there is none, or no number. */
    static long length(HttpHeaders headers) {
        String value = headers.get(HttpHeaderNames.CONTENT_LENGTH);
        if (value == null) {
            return -1;
        }
        try {
            return Long.parseLong(value.trim());
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Removes what ends at this hop from a request, and adds Via. */
    public static void request(HttpHeaders headers) {
        boolean trailers = headers.containsValue(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS, true);
        hopByHop(headers);
        for (int i = 0; i < OF_HTTP2.size(); i++) {
            headers.remove(OF_HTTP2.get(i));
        }
        headers.remove(HttpHeaderNames.PROXY_AUTHORIZATION);
        headers.remove(HttpHeaderNames.TE);
        if (trailers) {
            headers.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        headers.add(HttpHeaderNames.VIA, VIA);
    }

    /** Removes what ends at this hop from an answer, and adds Via. */
    public static void answer(HttpHeaders headers) {
        hopByHop(headers);
        headers.remove(HttpHeaderNames.PROXY_AUTHENTICATE);
        headers.add(HttpHeaderNames.VIA, VIA);
    }

    private static void hopByHop(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            List<String> named = headers.getAll(HttpHeaderNames.CONNECTION);
            headers.remove(HttpHeaderNames.CONNECTION);
            for (String value : named) {
                for (String name : value.split(",")) {
                    String trimmed = name.trim();
                    // A client must not be able to strip what frames or routes the message.
                    if (!trimmed.isEmpty()
                            && !HttpHeaderNames.CONTENT_LENGTH.contentEqualsIgnoreCase(trimmed)
                            && !HttpHeaderNames.HOST.contentEqualsIgnoreCase(trimmed)) {
                        headers.remove(trimmed);
                    }
                }
            }
        }
        headers.remove(KEEP_ALIVE);
        headers.remove(PROXY_CONNECTION);
        headers.remove(HttpHeaderNames.UPGRADE);
        headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
    }
}
