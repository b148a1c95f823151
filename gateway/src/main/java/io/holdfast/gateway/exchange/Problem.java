package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gateway itself (RFC 9457), with the one word that a client needs to go on: {@code "sent": false}
 * when the request certainly reached no replica, else {@code "sent": "unknown"}.
 *
 * @param status of HTTP
 * @param title in few words; no user input in it
 * @param detail a sentence
 * @param sent false is certain
 * @param retryAfterSeconds for the header, or null
 */
public record Problem(
        int status,
        String title,
        String detail,
        boolean sent,
        @Nullable Integer retryAfterSeconds) {

    /** The media type of problem bodies. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** As an answer of the gateway. */
    public Answer answer(int attempts) {
        ByteBuf body = Unpooled.copiedBuffer(json(), StandardCharsets.UTF_8);
        HttpHeaders headers = new DefaultHttpHeaders();
        headers.set(HttpHeaderNames.CONTENT_TYPE, MEDIA_TYPE);
        headers.set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        headers.set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (retryAfterSeconds != null) {
            headers.set(HttpHeaderNames.RETRY_AFTER, retryAfterSeconds);
        }
        return Answer.whole(status, headers, body, null, null, attempts);
    }

    /** The body. */
    public String json() {
        return "{\"type\":\"about:blank\",\"title\":\"" + escape(title) + "\",\"status\":" + status + ",\"detail\":\""
                + escape(detail) + "\",\"sent\":" + (sent ? "\"unknown\"" : "false") + "}";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
