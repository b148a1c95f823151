package io.holdfast.stub.echo;

import io.holdfast.stub.http.BodySink;
import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code /api/echo}: says what came, for any method. */
public final class EchoEndpoint {
    public void register(Routes routes) {
        routes.any("/api/echo", this::echo);
        routes.any("/api/echo/**", this::echo);
    }

    private void echo(Exchange exchange) {
        exchange.body(new BodySink() {
            private long bytes;

            @Override
            public void data(ByteBuf piece) {
                bytes += piece.readableBytes();
            }

            @Override
            public void end(HttpHeaders trailers) {
                exchange.json(200, describe(exchange, bytes, trailers));
            }
        });
    }

    private static Map<String, Object> describe(Exchange exchange, long bytes, HttpHeaders trailers) {
        String uri = exchange.uri();
        int mark = uri.indexOf('?');
        Map<String, Object> seen = new LinkedHashMap<>();
        seen.put("method", exchange.method());
        seen.put("path", exchange.path());
        seen.put("query", mark < 0 ? "" : uri.substring(mark + 1));
        seen.put("headers", pairs(exchange.headers()));
        seen.put("bytes", bytes);
        seen.put("trailers", pairs(trailers));
        return seen;
    }

    private static List<List<String>> pairs(HttpHeaders headers) {
        return headers.entries().stream()
                .map(entry -> List.of(entry.getKey(), entry.getValue()))
                .toList();
    }
}
