package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Load;

/**
 * Which of two replicas is less loaded: latency times the work that is there and would be there (peak EWMA with
 * pending requests, as in Finagle and linkerd). Times in nanoseconds.
 */
final class LoadRule {

    /** Below this an estimate has decayed to nothing: as good as unknown. */
    static final double KNOWN_NANOS = 1_000;

    /** An open event stream is almost no work, but a hundred of them are some. */
    static final double STREAM = 0.01;

    private LoadRule() {}

    /**
     * Latency as it is judged: the requests that wait there count as if they were answered now, each of them as one sample
     * of {@link Load}. So one long piece of work makes a replica look a little slower and no more, while three that
     * wait show that the replica has become slow, long before the first of them is answered.
     *
     * @param estimate the average, 0 when unknown
     * @param lateness since the last answer began, or since requests began to wait
     * @param waiting requests that wait for an answer there
     */
    static double latency(double estimate, long lateness, int waiting) {
        if (waiting <= 0 || lateness <= estimate) {
            return estimate;
        }
        double highest = Math.max(estimate, Load.SMALLEST_PEAK_NANOS);
        for (int i = 0; i < waiting && highest < lateness; i++) {
            highest *= Load.JUMP;
        }
        return Math.min(lateness, highest);
    }

    /** How much is under way there, the new request included. */
    static double work(int waiting, int streams) {
        return 1.0 + Math.max(0, waiting) + STREAM * streams;
    }

    /**
     * Which of two is to be taken: below zero the first, above zero the second, zero either. An unknown latency counts
     * as the other one's, so that a fresh replica gets its share and not a flood; of two equal ones the unknown is taken,
     * so that it becomes known.
     */
    static int compare(double latencyA, double workA, double latencyB, double workB) {
        boolean knownA = latencyA >= KNOWN_NANOS;
        boolean knownB = latencyB >= KNOWN_NANOS;
        double a = workA * (knownA ? latencyA : knownB ? latencyB : 1);
        double b = workB * (knownB ? latencyB : knownA ? latencyA : 1);
        return a != b ? Double.compare(a, b) : Boolean.compare(knownA, knownB);
    }
}
