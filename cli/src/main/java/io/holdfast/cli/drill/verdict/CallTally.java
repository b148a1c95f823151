package io.holdfast.cli.drill.verdict;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Counts the requests of one kind.
 *
 * <p>Failures count from the first request of the run, latencies from {@code measuredFrom}, so that the warm-up of a virtual
 * machine is no latency of a fault, and a failure during it is still one.
 */
public final class CallTally {
    private CallTally() {}

    /**
     * @param kind counted; calls of other kinds are passed over
     * @param calls of the whole run
     * @param measuredFrom start of the calls whose latency counts
     * @return {@code KIND.sent}, {@code .ok}, {@code .failed}, {@code .retried}, {@code .p50Millis}, {@code .p99Millis},
     *     {@code .worstMillis}
     */
    public static Measures of(Kind kind, List<Call> calls, long measuredFrom) {
        List<Call> own = calls.stream().filter(call -> call.kind() == kind).toList();
        List<String> reasons =
                own.stream().filter(call -> !call.ok()).map(Call::detail).toList();
        long[] latencies = own.stream()
                .filter(call -> call.start() >= measuredFrom)
                .mapToLong(Call::nanos)
                .sorted()
                .toArray();
        String key = kind.key();
        return new Measures()
                .put(key + ".sent", own.size())
                .put(key + ".ok", own.size() - reasons.size())
                .put(key + ".failed", reasons.size(), Measures.counted(reasons))
                .put(
                        key + ".retried",
                        own.stream().filter(call -> call.attempts() > 1).count())
                .put(key + ".p50Millis", millis(quantile(latencies, 0.5)))
                .put(key + ".p99Millis", millis(quantile(latencies, 0.99)))
                .put(key + ".worstMillis", millis(quantile(latencies, 1)));
    }

    /**
     * Sorts the failures of POST without key.
     *
     * @return {@code plain.unknown} (honest 502), {@code plain.dishonest} (failed without a true word on whether it was sent),
     *     {@code plain.unexcused} (failed although no replica was lost while it was under way)
     */
    public static Measures honesty(List<Call> calls, List<Mark> marks) {
        List<Call> failed = calls.stream()
                .filter(call -> call.kind() == Kind.PLAIN && !call.ok())
                .toList();
        List<Call> unknown =
                failed.stream().filter(call -> call.fate() == Fate.UNKNOWN).toList();
        List<String> dishonest = failed.stream()
                .filter(call -> call.fate() != Fate.UNKNOWN && call.fate() != Fate.NOT_SENT)
                .map(Call::detail)
                .toList();
        List<Call> unexcused = new ArrayList<>(failed);
        unexcused.removeIf(call ->
                call.fate() == Fate.UNKNOWN && marks.stream().anyMatch(mark -> mark.loss() && call.meets(mark)));
        return new Measures()
                .put("plain.unknown", unknown.size())
                .put("plain.dishonest", dishonest.size(), Measures.counted(dishonest))
                .put(
                        "plain.unexcused",
                        unexcused.size(),
                        Measures.counted(unexcused.stream().map(Call::detail).toList()));
    }

    /** The value below which the given share of the sorted values lies (nearest rank); 0 for none. */
    static long quantile(long[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(share * sorted.length);
        return sorted[Math.max(0, Math.min(sorted.length, rank) - 1)];
    }

    static double millis(long nanos) {
        return Math.round(nanos / 1e5) / 10.0;
    }

    /** Quantiles of any durations, as {@code NAME.p50Millis} and so on. */
    public static Measures spread(String name, long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Measures()
                .put(name + ".p50Millis", millis(quantile(sorted, 0.5)))
                .put(name + ".p99Millis", millis(quantile(sorted, 0.99)))
                .put(name + ".worstMillis", millis(quantile(sorted, 1)));
    }
}
