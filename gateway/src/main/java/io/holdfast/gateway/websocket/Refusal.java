package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.MessageHeaders;
import io.holdfast.gateway.service.Replica;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** The last answer to a handshake that is not 101, kept whole for the client; its body only up to a bound. */
final class Refusal {

    private static final int LARGEST = 65536;

    private @Nullable HttpResponse head;
    private ByteBuf body = Unpooled.EMPTY_BUFFER;

    /** Puts another one in place of the one before. */
    void begin(HttpResponse next) {
        drop();
        head = next;
    }

    /** Takes a part of its body; false when that is too large and left out. */
    boolean add(ByteBuf content) {
        if (body.readableBytes() + content.readableBytes() > LARGEST) {
            content.release();
            drop();
            return false;
        }
        body = Unpooled.wrappedBuffer(body, content);
        return true;
    }

    int status() {
        return head.status().code();
    }

    /** Gives it away. */
    Answer answer(Replica replica, int attempts) {
        HttpHeaders headers = head.headers();
        MessageHeaders.answer(headers);
        ByteBuf whole = body;
        body = Unpooled.EMPTY_BUFFER;
        headers.set(HttpHeaderNames.CONTENT_LENGTH, whole.readableBytes());
        return Answer.whole(status(), headers, whole, null, replica.name(), attempts);
    }

    /** Releases its body. */
    void drop() {
        body.release();
        body = Unpooled.EMPTY_BUFFER;
    }
}
