package io.holdfast.cli.drill.verdict;

import java.util.List;
import java.util.Map;

/** Compares what clients asked to be done with what the replicas did. */
public final class WorkTally {
    private WorkTally() {}

    /**
     * @param kind KEYED or PLAIN
     * @param calls of the whole run
     * @param executions how often the replicas did the work of each id
     * @return {@code KIND.doubled} (done more than once), {@code KIND.lost} (answered well, never done), {@code KIND.lied} (said
     *     not to be sent, and done)
     */
    public static Measures of(Kind kind, List<Call> calls, Map<String, Integer> executions) {
        List<String> doubled = calls.stream()
                .filter(call -> call.kind() == kind && times(call, executions) > 1)
                .map(call -> call.id() + " done " + times(call, executions) + " times, " + call.fate())
                .toList();
        long lost = calls.stream()
                .filter(call -> call.kind() == kind && call.ok() && times(call, executions) == 0)
                .count();
        long lied = calls.stream()
                .filter(call -> call.kind() == kind && call.fate() == Fate.NOT_SENT && times(call, executions) > 0)
                .count();
        String first = String.join(", ", doubled.subList(0, Math.min(3, doubled.size())));
        return new Measures()
                .put(kind.key() + ".doubled", doubled.size(), first)
                .put(kind.key() + ".lost", lost)
                .put(kind.key() + ".lied", lied);
    }

    private static int times(Call call, Map<String, Integer> executions) {
        return executions.getOrDefault(call.id(), 0);
    }
}
