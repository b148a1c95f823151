package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.StreamTrace;
import io.holdfast.cli.drill.wire.Event;
import java.util.ArrayList;
import java.util.List;

/** The book of one event-stream client: ids in turn, none left out, none twice, and how long it was silent. */
final class StreamLog {
    private final List<String> drops = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private long lastId;
    private long events;
    private long missing;
    private long twice;
    private long cut;
    private boolean heard;
    private long lastHeard;
    private long longestSilence;

    void opened(long now) {
        if (!heard) {
            heard = true;
            lastHeard = now;
        }
    }

    void received(Event event, long now) {
        events++;
        hear(now);
        // An event of this stream has an id and a JSON object; anything else was cut or joined on its way.
        boolean whole = event.id() != null
                && event.id().matches("\\d{1,15}")
                && event.data().startsWith("{")
                && event.data().endsWith("}");
        if (!whole) {
            cut++;
            return;
        }
        long id = Long.parseLong(event.id());
        if (id <= lastId) {
            twice++;
            return;
        }
        missing += id - lastId - 1;
        lastId = id;
    }

    private void hear(long now) {
        if (heard) {
            longestSilence = Math.max(longestSilence, now - lastHeard);
        }
        lastHeard = now;
    }

    /** @param inEvent whether it ended in the middle of an event */
    void dropped(String reason, boolean inEvent) {
        drops.add(reason);
        cut += inEvent ? 1 : 0;
    }

    void refused(String reason) {
        refusals.add(reason);
    }

    void finished(long now) {
        hear(now);
    }

    long lastId() {
        return lastId;
    }

    StreamTrace trace() {
        return new StreamTrace(events, missing, twice, cut, List.copyOf(drops), List.copyOf(refusals), longestSilence);
    }
}
