package io.holdfast.cli.restart;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi;

/** What is said of a round, as lines for people or as one JSON object a line. */
final class Report {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String service;
    private final PrintWriter out;
    private final Ansi ansi;
    private final boolean json;
    private int width;

    Report(String service, PrintWriter out, Ansi ansi, boolean json) {
        this.service = service;
        this.out = out;
        this.ansi = ansi;
        this.json = json;
    }

    /** Something about the round itself. */
    void note(String words) {
        line(json ? event("note").put("words", words).toString() : service + ": " + words);
    }

    /** The end of a round. */
    record End(
            String outcome,
            String why,
            List<String> done,
            List<String> unfinished,
            List<String> untouched,
            String culprit,
            List<String> lastLines,
            Collection<String> stillDrained) {}

    void plan(List<String> order, String driver, int atOnce, Collection<String> doneBefore) {
        width = order.stream().mapToInt(String::length).max().orElse(0);
        if (json) {
            ObjectNode node = event("plan").put("driver", driver).put("maxUnavailable", atOnce);
            add(node, "replicas", order);
            add(node, "doneBefore", doneBefore);
            line(node.toString());
            return;
        }
        line(service + ": " + order.size() + (order.size() == 1 ? " replica" : " replicas") + " by " + driver + ", "
                + atOnce + " at a time: " + String.join(", ", order)
                + (doneBefore.isEmpty() ? "" : "; done before: " + String.join(", ", doneBefore)));
    }

    void step(String replica, Progress what, String words) {
        if (json) {
            line(event(what.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                    .put("replica", replica)
                    .put("words", words)
                    .toString());
            return;
        }
        String padded = replica + " ".repeat(Math.max(0, width - replica.length()));
        line(padded + "  " + coloured(what, said(what, words)));
    }

    private static String said(Progress what, String words) {
        return switch (what) {
            case DRAINING -> "draining" + bracket(words);
            case RESTARTING -> "restarting" + bracket(words);
            case WAITING -> "started; waiting until it is up";
            case UP -> "up " + words;
            case LOST -> "gone again: " + words;
            case DONE -> "done " + words;
            case FAILED -> "failed: " + words;
            case HELD_UP -> words;
        };
    }

    private static String bracket(String words) {
        return words.isEmpty() ? "" : " (" + words + ")";
    }

    private String coloured(Progress what, String text) {
        String colour =
                switch (what) {
                    case DONE -> "green";
                    case FAILED, LOST -> "red";
                    case HELD_UP -> "yellow";
                    default -> "";
                };
        // Not through the markup language: what a gateway said must not be read as markup.
        return colour.isEmpty() || !ansi.enabled()
                ? text
                : Ansi.Style.on(Ansi.Style.parse(colour)) + text + Ansi.Style.off(Ansi.Style.parse(colour));
    }

    void end(End end) {
        if (json) {
            ObjectNode node = event("end")
                    .put("outcome", end.outcome())
                    .put("why", end.why())
                    .put("failed", end.culprit());
            add(node, "done", end.done());
            add(node, "unfinished", end.unfinished());
            add(node, "untouched", end.untouched());
            add(node, "stillDrained", end.stillDrained());
            add(node, "lastLines", end.lastLines());
            line(node.toString());
            return;
        }
        if (!end.lastLines().isEmpty()) {
            line("last lines of " + end.culprit() + ":");
            end.lastLines().forEach(text -> line("  " + text));
        }
        line(service + ": " + end.outcome() + (end.culprit().isEmpty() ? "" : " at " + end.culprit())
                + (end.why().isEmpty() ? "" : ": " + end.why()));
        if (!end.untouched().isEmpty()
                || !end.unfinished().isEmpty()
                || !end.culprit().isEmpty()) {
            line("restarted: " + list(end.done())
                    + (end.unfinished().isEmpty() ? "" : "; not finished: " + list(end.unfinished())) + "; untouched: "
                    + list(end.untouched()));
            line("go on later with: holdfast restart " + service + " --resume");
        }
        end.stillDrained()
                .forEach(
                        replica -> line("still drained: " + replica + "; holdfast undrain " + service + " " + replica));
    }

    private static String list(List<String> replicas) {
        return replicas.isEmpty() ? "none" : String.join(", ", replicas);
    }

    private ObjectNode event(String name) {
        return JSON.createObjectNode().put("event", name).put("service", service);
    }

    private static void add(ObjectNode node, String key, Collection<String> texts) {
        ArrayNode array = node.putArray(key);
        texts.forEach(array::add);
    }

    private synchronized void line(String text) {
        out.println(text);
        out.flush();
    }
}
