package io.holdfast.gateway.stream;

/** What to do with events that carry no id when their stream is asked for again ({@code stream.without-id}). */
public enum WithoutId {
    /**
     * The API replays: events equal to those already delivered are withheld and, when all of them have come again,
     * dropped. Anything else that comes is delivered: a repeat rather than a loss. Honest for logs and other streams that
     * begin from the start on every connection, as long as their events are the same each time.
     */
    SKIP_REPLAYED,
    /** What comes is delivered. Honest for streams of states, where the newest event is all that counts. */
    LIVE,
    /** The stream ends, and the client asks again itself. Honest where neither a repeat nor a gap may go unseen. */
    END
}
