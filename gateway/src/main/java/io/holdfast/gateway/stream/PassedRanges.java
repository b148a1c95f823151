package io.holdfast.gateway.stream;

import org.jspecify.annotations.Nullable;

/** Joins ranges that touch, so that a chunk of whole events reaches the client as the one buffer that it came in. */
final class PassedRanges {

    private EventStreamSession.@Nullable Sink sink;
    private boolean any;
    private long from;
    private long to;

    void to(EventStreamSession.Sink present) {
        sink = present;
    }

    void pass(long begin, long end) {
        if (begin >= end) {
            return;
        }
        any = true;
        if (begin == to) {
            to = end;
            return;
        }
        flush();
        from = begin;
        to = end;
    }

    void flush() {
        if (from < to && sink != null) {
            sink.pass(from, to);
        }
        from = to;
    }

    /** Offsets of another connection follow. */
    void restart() {
        from = 0;
        to = 0;
    }

    /** Whether the client was ever given a byte. */
    boolean any() {
        return any;
    }
}
