package io.holdfast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a replica was told to open the conversation, for services that ask for it to be said again to the next one
 * ({@code replay: opening}): the client's messages before the replica's first answer, and those that match a pattern.
 * Bounded: what does not fit is not said again.
 */
final class Opening {

    private final boolean active;
    private final @Nullable Pattern pattern;
    private final int limit;
    private final List<Message> kept = new ArrayList<>(0);
    private int size;
    private boolean asked;
    private boolean open = true;

    Opening(boolean active, @Nullable Pattern pattern, int limit) {
        this.active = active;
        this.pattern = pattern;
        this.limit = limit;
    }

    /** A message of the client goes to a replica. */
    void sent(Message message) {
        asked = true;
        if (!active || size + message.size() > limit) {
            return;
        }
        if (open || matches(message)) {
            message.retain();
            kept.add(message);
            size += message.size();
        }
    }

    private boolean matches(Message message) {
        String text = pattern == null ? null : message.text();
        return text != null && pattern.matcher(text).find();
    }

    /** The replica never got it: it will be sent, not sent again. */
    void unsent(Message message) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            if (kept.get(i) == message) {
                kept.remove(i);
                size -= message.size();
                message.release();
                return;
            }
        }
    }

    /** The replica said something: an answer, once the client has said something. */
    void answered() {
        open = open && !asked;
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
        size = 0;
    }
}
