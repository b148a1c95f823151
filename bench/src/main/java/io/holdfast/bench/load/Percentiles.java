package io.holdfast.bench.load;

import org.HdrHistogram.Histogram;

/** From a histogram of microseconds to a tally. */
final class Percentiles {

    private Percentiles() {}

    static Tally tally(Histogram took, double seconds, long errors) {
        return new Tally(
                took.getTotalCount(),
                seconds,
                new Latency(
                        took.getValueAtPercentile(50), took.getValueAtPercentile(99), took.getValueAtPercentile(99.9)),
                errors);
    }
}
