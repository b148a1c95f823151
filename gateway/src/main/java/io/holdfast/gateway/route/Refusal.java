package io.holdfast.gateway.route;

import io.holdfast.gateway.exchange.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** The last answer of a connection, written below any lane, to a client whose request cannot be taken. */
final class Refusal {

    private Refusal() {}

    static FullHttpResponse of(HttpResponseStatus status) {
        return of(status, Unpooled.EMPTY_BUFFER);
    }

    static FullHttpResponse of(Problem problem) {
        FullHttpResponse refusal = of(
                HttpResponseStatus.valueOf(problem.status()),
                Unpooled.copiedBuffer(problem.json(), StandardCharsets.UTF_8));
        refusal.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        return refusal;
    }

    private static FullHttpResponse of(HttpResponseStatus status, ByteBuf body) {
        FullHttpResponse refusal = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
        refusal.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        return refusal;
    }
}
