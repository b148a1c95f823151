package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.drill.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The table for people. Pure text. */
final class Report {
    private static final List<String> KINDS = List.of("get", "slow", "keyed", "plain", "download", "upload");
    private static final String REQUESTS = "  %-10s %8s %8s %8s %8s %9s %9s %9s  %s%n";

    private Report() {}

    /** One scenario in full. */
    static String of(Verdict verdict) {
        StringBuilder text = new StringBuilder();
        if (!verdict.skipped().isEmpty()) {
            return text.append("SKIPPED ")
                    .append(verdict.scenario())
                    .append(": ")
                    .append(verdict.skipped())
                    .append('\n')
                    .toString();
        }
        Measures measures = verdict.measures();
        requests(text, measures);
        Set<String> told = Set.of("get", "slow", "keyed", "download", "upload");
        List<String> groups = new ArrayList<>();
        measures.values().keySet().forEach(name -> {
            String group = name.substring(0, name.indexOf('.'));
            if (!told.contains(group) && !groups.contains(group)) {
                groups.add(group);
            }
        });
        groups.forEach(group -> group(text, group, measures));
        verdict.missed().forEach(line -> text.append(line).append('\n'));
        return text.append(verdict.met() ? "MET " : "NOT MET ")
                .append(verdict.scenario())
                .append(": ")
                .append(verdict.targets().size() - verdict.missed().size())
                .append(" of ")
                .append(verdict.targets().size())
                .append(" targets\n")
                .toString();
    }

    private static void requests(StringBuilder text, Measures measures) {
        boolean header = false;
        for (String kind : KINDS) {
            if (!measures.has(kind + ".sent")) {
                continue;
            }
            if (!header) {
                text.append(REQUESTS.formatted(
                        "requests", "sent", "ok", "failed", "doubled", "p50 ms", "p99 ms", "worst ms", "why failed"));
                header = true;
            }
            text.append(REQUESTS.formatted(
                            kind,
                            number(measures, kind + ".sent"),
                            number(measures, kind + ".ok"),
                            number(measures, kind + ".failed"),
                            number(measures, kind + ".doubled"),
                            number(measures, kind + ".p50Millis"),
                            number(measures, kind + ".p99Millis"),
                            number(measures, kind + ".worstMillis"),
                            measures.note(kind + ".failed"))
                    .replaceAll(" +(\\R)", "$1"));
        }
    }

    /** The measures of one group in a line: {@code websocket  drops 0, silence 204.1 ms...}. */
    private static void group(StringBuilder text, String group, Measures measures) {
        List<String> parts = new ArrayList<>();
        measures.values().forEach((name, value) -> {
            boolean inTable =
                    KINDS.contains(group) && name.matches(".*\\.(sent|ok|failed|doubled|p50.*|p99.*|worst.*)");
            if (name.startsWith(group + ".") && !inTable) {
                String note = measures.note(name);
                parts.add(words(name.substring(group.length() + 1), value) + (note.isEmpty() ? "" : " (" + note + ")"));
            }
        });
        if (!parts.isEmpty()) {
            text.append(String.format(Locale.ROOT, "  %-10s ", group))
                    .append(String.join(", ", parts))
                    .append('\n');
        }
    }

    /** {@code silenceMillis} and 204.1 become {@code silence 204.1 ms}. */
    private static String words(String name, double value) {
        String unit =
                name.endsWith("Millis") ? " ms" : name.endsWith("Percent") ? " %" : name.endsWith("MiB") ? " MiB" : "";
        String spaced = name.replaceAll("(Millis|Percent|MiB)$", "")
                .replaceAll("([a-z])([A-Z])", "$1 $2")
                .toLowerCase(Locale.ROOT);
        return (spaced.isEmpty() ? "" : spaced + " ") + Target.number(value) + unit;
    }

    private static String number(Measures measures, String name) {
        return measures.has(name) ? Target.number(measures.get(name)) : "-";
    }

    /** A line for each scenario. */
    static String summary(List<Verdict> verdicts) {
        StringBuilder text = new StringBuilder(line(
                "scenario", "GET", "keyed", "plain", "doubled", "sockets", "silence", "streams", "files", "worst GET"));
        for (Verdict verdict : verdicts) {
            Measures m = verdict.measures();
            if (!verdict.skipped().isEmpty()) {
                text.append(String.format(Locale.ROOT, "%-16s skipped: %s%n", verdict.scenario(), verdict.skipped()));
                continue;
            }
            text.append(line(
                            verdict.scenario(),
                            sum(m, "get.failed", "slow.failed"),
                            sum(m, "keyed.failed"),
                            sum(m, "plain.failed"),
                            sum(m, "keyed.doubled", "plain.doubled"),
                            sum(m, "websocket.drops"),
                            m.has("websocket.silenceMillis") ? number(m, "websocket.silenceMillis") + " ms" : "-",
                            sum(m, "events.drops", "events.missing", "events.twice"),
                            sum(m, "download.failed", "upload.failed"),
                            m.has("get.worstMillis") ? number(m, "get.worstMillis") + " ms" : "-")
                    .replaceFirst("(\\R)$", "  " + (verdict.met() ? "MET" : "NOT MET") + "$1"));
        }
        return text.toString();
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-16s %6s %6s %6s %8s %8s %10s %8s %6s %10s%n", cells);
    }

    private static String sum(Measures measures, String... names) {
        double sum = 0;
        boolean any = false;
        for (String name : names) {
            if (measures.has(name)) {
                any = true;
                sum += measures.get(name);
            }
        }
        return any ? Target.number(sum) : "-";
    }
}
