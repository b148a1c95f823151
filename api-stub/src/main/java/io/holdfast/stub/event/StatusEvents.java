package io.holdfast.stub.event;

import org.jspecify.annotations.Nullable;

/** Numbered status events at an interval. */
final class StatusEvents implements EventSource {
    private final Pace pace;
    private final boolean ids;
    private final boolean complete;
    private final String replica;
    private final long last;
    private long number;
    private boolean ended;

    /**
     * @param after number of the last event that the client has
     * @param count number of the last event, 0: there is none
     * @param ids whether events have ids and name this replica; without ids every replica sends the same
     * @param complete whether {@code event: complete} ends it
     */
    StatusEvents(Pace pace, String replica, long after, long count, boolean ids, boolean complete) {
        this.pace = pace;
        this.replica = replica;
        this.number = after;
        this.last = count == 0 ? Long.MAX_VALUE : count;
        this.ids = ids;
        this.complete = complete;
    }

    @Override
    public long waitMillis() {
        return number >= last ? 0 : pace.waitMillis();
    }

    @Override
    public @Nullable String next() {
        if (number >= last) {
            if (!complete || ended) {
                return null;
            }
            ended = true;
            return "event: complete\ndata: {\"sequence\":" + number + "}\n\n";
        }
        number++;
        pace.done();
        return ids
                ? "id: " + number + "\nevent: status\ndata: {\"sequence\":" + number + ",\"replica\":\"" + replica
                        + "\"}\n\n"
                : "event: status\ndata: {\"sequence\":" + number + "}\n\n";
    }
}
