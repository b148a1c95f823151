package io.holdfast.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A whole message in the frames that it came in. Passing whole messages only is what keeps a loss between them. */
final class Message {

    /** Counted for each frame beside its bytes, so that empty ones cannot fill the memory. */
    static final int FRAME_BYTES = 64;

    private final List<WebSocketFrame> frames = new ArrayList<>(1);
    private int bytes;

    void add(WebSocketFrame frame) {
        frames.add(frame);
        bytes += frame.content().readableBytes();
    }

    /** Bytes of its content. */
    int bytes() {
        return bytes;
    }

    /** What it costs to keep. */
    int size() {
        return bytes + FRAME_BYTES * frames.size();
    }

    List<WebSocketFrame> frames() {
        return frames;
    }

    private boolean isText() {
        return !frames.isEmpty() && frames.get(0) instanceof TextWebSocketFrame;
    }

    /** Whether it is binary, or a text in UTF-8 (RFC 6455 section 8.1). */
    boolean valid() {
        if (!isText() || bytes == 0) {
            return true;
        }
        ByteBuf content = content();
        return ByteBufUtil.isText(content, content.readerIndex(), content.readableBytes(), StandardCharsets.UTF_8);
    }

    /** Its content in one, which lives no longer than the message. */
    private ByteBuf content() {
        return frames.size() == 1
                ? frames.get(0).content()
                : Unpooled.wrappedUnmodifiableBuffer(
                        frames.stream().map(WebSocketFrame::content).toArray(ByteBuf[]::new));
    }

    /** Its text, or null when it is binary. */
    @Nullable String text() {
        return isText() ? content().toString(StandardCharsets.UTF_8) : null;
    }

    /** Whether it is this text. */
    boolean isText(String text) {
        return isText() && bytes == ByteBufUtil.utf8Bytes(text) && text.equals(text());
    }

    void retain() {
        frames.forEach(WebSocketFrame::retain);
    }

    void release() {
        frames.forEach(WebSocketFrame::release);
    }
}
