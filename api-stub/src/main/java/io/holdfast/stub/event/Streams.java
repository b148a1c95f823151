package io.holdfast.stub.event;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The event streams that are open. */
public final class Streams {
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

    void add(EventStream stream) {
        open.add(stream);
    }

    void remove(EventStream stream) {
        open.remove(stream);
    }

    /** Ends all of them cleanly, each between two events. */
    public void endAll() {
        open.forEach(EventStream::endNow);
    }
}
