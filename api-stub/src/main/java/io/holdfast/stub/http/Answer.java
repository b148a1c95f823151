package io.holdfast.stub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** The answer of one exchange as it is written, and broken off where a fault says so. */
final class Answer {
    private final Connection connection;
    private final Exchange exchange;
    private final boolean headRequest;
    private final boolean http10;
    private final boolean expects;
    private boolean keepAlive;
    private boolean continued;
    private boolean begun;
    private boolean done;
    private long sent;

    Answer(Connection connection, Exchange exchange, HttpRequest request) {
        this.connection = connection;
        this.exchange = exchange;
        headRequest = request.method().name().equals("HEAD");
        http10 = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        expects = HttpUtil.is100ContinueExpected(request);
        keepAlive = HttpUtil.isKeepAlive(request);
    }

    boolean begun() {
        return begun;
    }

    boolean done() {
        return done;
    }

    boolean keepAlive() {
        return keepAlive;
    }

    void continueIfExpected() {
        if (expects && !continued && !begun) {
            continued = true;
            connection.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE, Unpooled.EMPTY_BUFFER));
        }
    }

    void whole(int status, String type, byte[] body, String... headers) {
        long limit = connection.breakAfter(exchange);
        if (limit >= 0 && limit < body.length && !headRequest) {
            if (begin(status, type, body.length, headers)) {
                write(Unpooled.wrappedBuffer(body));
                end();
            }
            return;
        }
        if (!open()) {
            return;
        }
        HttpHeaders fields = head(status, type, body.length, headers);
        connection.encoder().headOnly(headRequest);
        connection.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(status),
                Unpooled.wrappedBuffer(body),
                fields,
                EmptyHttpHeaders.INSTANCE));
        finish();
    }

    /** Only where nothing in the head depends on this request; else the same by the ordinary way. */
    void prepared(PreparedAnswer prepared) {
        long limit = connection.breakAfter(exchange);
        boolean plain = keepAlive && !http10 && !connection.stopping() && !expects;
        if (!plain || limit >= 0 && limit < prepared.length()) {
            whole(200, "application/json", prepared.content());
            return;
        }
        if (!open()) {
            return;
        }
        connection.writeRaw(prepared.first(connection.channel().alloc(), headRequest));
        if (!prepared.single() && !headRequest) {
            connection.writeRaw(prepared.rest());
        }
        connection.flush();
        finish();
    }

    boolean begin(int status, String type, long length, String... headers) {
        if (!open()) {
            return false;
        }
        HttpHeaders fields = head(status, type, length, headers);
        connection.encoder().headOnly(headRequest);
        connection.writeAndFlush(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), fields));
        if (headRequest) {
            connection.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            finish();
            return false;
        }
        return true;
    }

    void write(ByteBuf piece) {
        if (done || !connection.channel().isActive()) {
            piece.release();
            return;
        }
        long limit = connection.breakAfter(exchange);
        if (limit >= 0 && sent + piece.readableBytes() > limit) {
            int last = (int) Math.max(0, limit - sent);
            done = true;
            connection
                    .writeAndFlush(new DefaultHttpContent(piece.slice(piece.readerIndex(), last)))
                    .addListener((ChannelFutureListener) future -> Reset.whenDelivered(future.channel()));
            return;
        }
        sent += piece.readableBytes();
        connection.writeAndFlush(new DefaultHttpContent(piece));
    }

    void end() {
        if (!done) {
            connection.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
            finish();
        }
    }

    /** The channel now speaks another protocol. */
    void taken() {
        begun = true;
        done = true;
    }

    private boolean open() {
        if (begun || !connection.channel().isActive()) {
            return false;
        }
        begun = true;
        return true;
    }

    private HttpHeaders head(int status, String type, long length, String... headers) {
        HttpHeaders fields =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        if (!type.isEmpty()) {
            fields.set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        if (length >= 0 && status != 304) {
            fields.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        } else if (length < 0 && !http10) {
            fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        } else if (length < 0) {
            keepAlive = false;
        }
        fields.set("X-Replica", connection.replica());
        fields.set(HttpHeaderNames.SERVER, Exchange.SERVER);
        fields.set(HttpHeaderNames.DATE, Dates.now());
        for (int i = 0; i < headers.length; i += 2) {
            fields.set(headers[i], headers[i + 1]);
        }
        // A client that was never asked for its body may send it or not: the next request cannot be told from it.
        boolean unasked = expects && !continued;
        if (connection.stopping() || unasked) {
            keepAlive = false;
        }
        if (!keepAlive) {
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        } else if (http10) {
            fields.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
        }
        return fields;
    }

    private void finish() {
        done = true;
        exchange.ended();
        connection.maybeFinished(exchange);
    }
}
