package io.holdfast.stub.event;

import org.jspecify.annotations.Nullable;

/** The events of one stream, in order. */
interface EventSource {
    /** Milliseconds until the next event is due; 0 or less: it is. */
    long waitMillis();

    /** The next event as it is sent, with its empty line, or null: the stream is at its end. */
    @Nullable String next();
}
