package io.holdfast.stub.echo;

import io.holdfast.stub.http.BodySink;
import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Routes;
import io.holdfast.stub.image.Sha256;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code POST|PUT /api/upload}: counts and digests a body of any length as it comes. */
public final class UploadEndpoint {
    public void register(Routes routes) {
        routes.on("POST", "/api/upload", this::upload);
        routes.on("PUT", "/api/upload", this::upload);
    }

    private void upload(Exchange exchange) {
        exchange.body(new BodySink() {
            private final MessageDigest digest = Sha256.digest();
            private long bytes;

            @Override
            public void data(ByteBuf piece) {
                bytes += piece.readableBytes();
                digest.update(piece.nioBuffer());
            }

            @Override
            public void end(HttpHeaders trailers) {
                Map<String, Object> seen = new LinkedHashMap<>();
                seen.put("bytes", bytes);
                seen.put("sha256", HexFormat.of().formatHex(digest.digest()));
                exchange.json(200, seen);
            }
        });
    }
}
