package io.holdfast.bench.load;

import org.jspecify.annotations.Nullable;

/**
 * What came of a load.
 *
 * @param count requests, messages or events that came back whole
 * @param seconds how long it took
 * @param latency how long each took, or null where that says nothing
 * @param errors what failed
 */
public record Tally(long count, double seconds, @Nullable Latency latency, long errors) {

    public double perSecond() {
        return seconds <= 0 ? 0 : count / seconds;
    }
}
