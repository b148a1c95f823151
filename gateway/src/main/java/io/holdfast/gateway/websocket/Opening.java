package io.holdfast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the client said to open the conversation, for services that ask for it to be said again to the next replica
 * ({@code replay: opening}): its messages before the replica's first, and those that match a pattern. Bounded: what
 * does not fit is not said again.
 */
final class Opening {

    private final boolean active;
    private final @Nullable Pattern pattern;
    private final int limit;
    private final List<Message> kept = new ArrayList<>(0);
    private int bytes;
    private boolean open = true;

    Opening(boolean active, @Nullable Pattern pattern, int limit) {
        this.active = active;
        this.pattern = pattern;
        this.limit = limit;
    }

    /** The client said something. */
    void sent(Message message) {
        if (!active || bytes + message.bytes() > limit) {
            return;
        }
        if (open || pattern != null && pattern.matcher(message.textOrEmpty()).find()) {
            message.retain();
            kept.add(message);
            bytes += message.bytes();
        }
    }

    /** The replica said its first word. */
    void answered() {
        open = false;
    }

    /** What is to be said again; the frames belong to the caller. */
    List<WebSocketFrame> again() {
        List<WebSocketFrame> frames = new ArrayList<>();
        for (Message message : kept) {
            message.retain();
            frames.addAll(message.frames());
        }
        return frames;
    }

    void release() {
        kept.forEach(Message::release);
        kept.clear();
        bytes = 0;
    }
}
