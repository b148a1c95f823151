package io.holdfast.cli.drill.verdict;

import java.util.Arrays;
import java.util.List;

/** What many idle WebSockets saw of the loss of the replica that all of them were on. */
public final class CrowdTally {
    private CrowdTally() {}

    /**
     * @param opened how many were open before the loss
     * @param lostAt when the replica was killed
     * @param answeredAt when each that lived answered for the first time afterwards
     * @param repeated how many needed a second text
     * @param drops why sockets were dropped
     * @param refusals why sockets never opened
     * @return {@code crowd.opened}, {@code crowd.refused}, {@code crowd.drops}, {@code crowd.back}, {@code crowd.silent} (neither
     *     dropped nor back), {@code crowd.repeated}, {@code crowd.backP50Millis}, {@code crowd.backLastMillis}
     */
    public static Measures of(
            int opened, long lostAt, long[] answeredAt, long repeated, List<String> drops, List<String> refusals) {
        long[] after = Arrays.stream(answeredAt).map(at -> at - lostAt).sorted().toArray();
        return new Measures()
                .put("crowd.opened", opened)
                .put("crowd.refused", refusals.size(), Measures.counted(refusals))
                .put("crowd.drops", drops.size(), Measures.counted(drops))
                .put("crowd.back", after.length)
                .put("crowd.silent", opened - after.length - drops.size())
                .put("crowd.repeated", repeated)
                .put("crowd.backP50Millis", CallTally.millis(CallTally.quantile(after, 0.5)))
                .put("crowd.backLastMillis", CallTally.millis(CallTally.quantile(after, 1)));
    }
}
