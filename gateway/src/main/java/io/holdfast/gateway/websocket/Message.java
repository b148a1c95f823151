package io.holdfast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;

/** A whole message in the frames that it came in. Passing whole messages only is what keeps a loss between them. */
final class Message {

    private final List<WebSocketFrame> frames = new ArrayList<>(1);
    private int bytes;

    void add(WebSocketFrame frame) {
        frames.add(frame);
        bytes += frame.content().readableBytes();
    }

    int bytes() {
        return bytes;
    }

    List<WebSocketFrame> frames() {
        return frames;
    }

    /** Whether it is this text. */
    boolean isText(String text) {
        return frames.size() == 1
                && frames.get(0) instanceof TextWebSocketFrame frame
                && bytes == text.length()
                && frame.text().equals(text);
    }

    /** Its text when it is a text in one frame, else null. */
    String textOrEmpty() {
        return frames.size() == 1 && frames.get(0) instanceof TextWebSocketFrame frame ? frame.text() : "";
    }

    void retain() {
        frames.forEach(WebSocketFrame::retain);
    }

    void release() {
        frames.forEach(WebSocketFrame::release);
    }
}
