package io.holdfast.gateway.stream;

import java.util.Set;

/**
 * How the event streams of one service are continued.
 *
 * @param withoutId for streams without ids, and for events that follow the last id
 * @param finalEvents names of events after which a stream is whole; {@code message} is an event without a name
 */
public record EventStreamSettings(WithoutId withoutId, Set<String> finalEvents) {

    /** As in {@code stream.final-events} when nothing is set. */
    public static final Set<String> FINAL_EVENTS = Set.of("complete", "done", "end", "close");

    public EventStreamSettings {
        finalEvents = Set.copyOf(finalEvents);
    }

    /** What holds when nothing is configured. */
    public static EventStreamSettings defaults() {
        return new EventStreamSettings(WithoutId.SKIP_REPLAYED, FINAL_EVENTS);
    }
}
