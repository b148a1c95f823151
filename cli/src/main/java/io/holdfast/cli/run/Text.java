package io.holdfast.cli.run;

import java.util.ArrayList;
import java.util.List;

/** Words from outside, made fit for a terminal and a log line. */
public final class Text {

    private Text() {}

    /** One line: control characters are spaces, runs of spaces one, cut at a length with an ellipsis. */
    public static String line(String raw, int limit) {
        String flat = printable(raw.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '))
                .replaceAll(" {2,}", " ")
                .strip();
        return flat.length() <= limit ? flat : flat.substring(0, limit - 1) + "…";
    }

    /** The last lines of a text, without the empty ones at its end. */
    public static List<String> lastLines(String raw, int count) {
        List<String> lines = new ArrayList<>();
        for (String line : raw.stripTrailing().split("\n", -1)) {
            lines.add(printable(line.replace("\r", "").replace('\t', ' ')).stripTrailing());
        }
        if (lines.size() == 1 && lines.get(0).isEmpty()) {
            return List.of();
        }
        return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    /** Without escape sequences and control characters: what a container prints must not steer a terminal. */
    private static String printable(String raw) {
        return raw.replaceAll("\u001b\\[[0-9;?]*[ -/]*[@-~]", "").replaceAll("\\p{Cntrl}", "");
    }
}
