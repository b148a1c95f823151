package io.holdfast.bench.result;

import io.holdfast.bench.load.Tally;

/**
 * One round of one scenario with one proxy.
 *
 * @param cpuMicros user and system time of the proxy and its children during the load
 * @param rssBytes its resident memory at the end
 */
public record Sample(Tally tally, long cpuMicros, long rssBytes) {

    /** What one request, message or event cost; NaN when there was none. */
    public double cpuPerUnit() {
        return tally.count() == 0 ? Double.NaN : (double) cpuMicros / tally.count();
    }
}
