package io.holdfast.cli.drill;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.drill.verdict.Verdict;
import java.util.List;

/** The same for programs. */
final class JsonReport {
    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    /** What there is to run. */
    static String list(List<Scenario> scenarios) {
        ObjectNode root = JSON.createObjectNode();
        var list = root.putArray("scenarios");
        scenarios.forEach(
                scenario -> list.addObject().put("name", scenario.name()).put("summary", scenario.summary()));
        return root.toPrettyString();
    }

    static String of(List<Verdict> verdicts) {
        ObjectNode root = JSON.createObjectNode();
        root.put("met", verdicts.stream().allMatch(Verdict::met));
        var list = root.putArray("scenarios");
        for (Verdict verdict : verdicts) {
            ObjectNode node = list.addObject();
            node.put("name", verdict.scenario());
            if (!verdict.skipped().isEmpty()) {
                node.put("skipped", verdict.skipped());
                continue;
            }
            node.put("met", verdict.met());
            ObjectNode measures = node.putObject("measures");
            verdict.measures().values().forEach(measures::put);
            ObjectNode notes = node.putObject("notes");
            verdict.measures().notes().forEach(notes::put);
            var targets = node.putArray("targets");
            verdict.targets().forEach(target -> targets.addObject()
                    .put("measure", target.measure())
                    .put("expected", target.expected())
                    .put("met", target.missedBy(verdict.measures()).isEmpty()));
            var missed = node.putArray("missed");
            verdict.missed().forEach(missed::add);
        }
        return root.toPrettyString();
    }
}
