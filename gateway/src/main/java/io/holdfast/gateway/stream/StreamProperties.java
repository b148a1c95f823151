package io.holdfast.gateway.stream;

import io.holdfast.gateway.config.Problems;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code holdfast.services.<name>.stream}.
 *
 * @param resumeEvents whether event streams go on from another replica
 * @param withoutId what to do with events without an id when their stream is asked for again
 * @param resumeDownloads whether downloads go on from another replica
 * @param wholeBodyUnder bodies up to this are held until they are whole, so that their loss can be repaired; 0: none
 * @param finalEvents names of events after which a stream is whole
 */
public record StreamProperties(
        @DefaultValue("true") boolean resumeEvents,
        @DefaultValue("skip-replayed") WithoutId withoutId,
        @DefaultValue("true") boolean resumeDownloads,
        @DefaultValue("64KB") DataSize wholeBodyUnder,
        @DefaultValue({"complete", "done", "end", "close"}) Set<String> finalEvents) {

    private static final DataSize LARGEST_WHOLE = DataSize.ofMegabytes(16);

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.between("whole-body-under", wholeBodyUnder, DataSize.ofBytes(0), LARGEST_WHOLE);
    }

    /** What event streams are told. */
    public EventStreamSettings events() {
        return new EventStreamSettings(withoutId, finalEvents);
    }
}
