package io.holdfast.bench.result;

import java.util.List;
import java.util.Map;

/**
 * What clients saw in one scenario of the drill, summed up from its measures.
 *
 * @param failed all but plain POSTs
 * @param plainFailed POSTs without a key: one that was under way when its replica died cannot be sent again
 */
public record Seen(
        long requests,
        long failed,
        long plainFailed,
        long doubled,
        long socketsDropped,
        long eventsMissing,
        long streamsCut,
        long worstGetMillis) {

    private static final String PLAIN_FAILED = "plain.failed";
    private static final List<String> KINDS = List.of("get", "slow", "keyed", "plain", "download", "upload");

    /** From the measures of {@code drill --json}, by name; what a scenario does not measure counts as 0. */
    public static Seen of(Map<String, Long> measures) {
        return new Seen(
                sum(measures, ".sent"),
                sum(measures, ".failed") - get(measures, PLAIN_FAILED),
                get(measures, PLAIN_FAILED),
                sum(measures, ".doubled"),
                get(measures, "websocket.drops") + get(measures, "websocket.refused"),
                get(measures, "events.missing"),
                get(measures, "events.drops") + get(measures, "events.refused"),
                get(measures, "get.worstMillis"));
    }

    private static long sum(Map<String, Long> measures, String suffix) {
        return KINDS.stream().mapToLong(kind -> get(measures, kind + suffix)).sum();
    }

    private static long get(Map<String, Long> measures, String name) {
        return measures.getOrDefault(name, 0L);
    }

    /** The line of one proxy. */
    public String line(String proxy) {
        return "| " + proxy + " | " + requests + " | " + failed + " | " + plainFailed + " | " + doubled + " | "
                + socketsDropped + " | " + streamsCut + " | " + eventsMissing + " | " + worstGetMillis + " |\n";
    }

    /** The head of the table. */
    public static String head() {
        return "| | requests | failed | plain POSTs failed | POSTs done twice | WebSockets dropped | event streams cut | events missed |"
                + " slowest GET ms |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    }
}
