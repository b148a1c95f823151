package io.holdfast.cli.drill.verdict;

import java.util.List;
import java.util.stream.LongStream;

/**
 * How many requests met a replica that fails every one, as the clients can tell: by the gateway's own count of attempts, or by
 * a failure that was not repeated.
 */
public final class TrialTally {
    private TrialTally() {}

    /**
     * @param calls of the whole run
     * @param faultyFrom when the replica began to fail
     * @param openNanos how long the breaker stays open: within it after the first failure, the breaker has to open; later
     *     failures are trials
     * @return {@code breaker.hitsUntilOpen}, {@code breaker.hitsLater}
     */
    public static Measures of(List<Call> calls, long faultyFrom, long openNanos) {
        long[] hits = calls.stream()
                .filter(call -> call.end() >= faultyFrom)
                .flatMapToLong(call -> LongStream.generate(call::start).limit(hitsOf(call)))
                .sorted()
                .toArray();
        long opens = hits.length == 0 ? 0 : hits[0] + openNanos;
        long until = LongStream.of(hits).filter(hit -> hit < opens).count();
        return new Measures().put("breaker.hitsUntilOpen", until).put("breaker.hitsLater", hits.length - until);
    }

    private static long hitsOf(Call call) {
        boolean ended = !call.ok() && call.kind() != Kind.DOWNLOAD;
        return Math.max(0, call.attempts() - 1) + (ended ? 1 : 0);
    }
}
