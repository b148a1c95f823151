package io.holdfast.gateway.websocket;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the WebSockets of one service are told; times in nanoseconds, sizes in bytes.
 *
 * @param onLoss reattach, close, or by the sub-protocol
 * @param replayOpening whether the client's opening messages are sent again to the next replica
 * @param replayPattern messages (text) that are sent again too, or null
 * @param reattachNanos how long a client is kept without a replica
 * @param buffer what is kept of the client's messages meanwhile
 * @param maxFrame longest message
 * @param keepAliveNanos between pings on an idle socket; a peer that answers none for as long again is dead
 * @param origins allowed {@code Origin}s; empty: any
 * @param ping text of the client's own keep-alive that is answered while no replica is attached, or null
 * @param pong what it is answered with
 * @param noticeLost text sent to the client when its replica was lost, or null
 * @param noticeBack text sent to the client when it is attached again, or null
 */
public record WebSocketSettings(
        OnLoss onLoss,
        boolean replayOpening,
        @Nullable Pattern replayPattern,
        long reattachNanos,
        int buffer,
        int maxFrame,
        long keepAliveNanos,
        Set<String> origins,
        @Nullable String ping,
        @Nullable String pong,
        @Nullable String noticeLost,
        @Nullable String noticeBack) {

    /** What becomes of a client whose replica is lost. */
    public enum OnLoss {
        /** It is attached to another replica. */
        REATTACH,
        /** It is told 1012 at once, so that it connects again: for APIs that keep state per connection. */
        CLOSE,
        /** Reattach, unless the sub-protocol is known to keep state. */
        BY_PROTOCOL
    }
}
