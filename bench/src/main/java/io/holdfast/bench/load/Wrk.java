package io.holdfast.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * wrk: as many requests as go over a fixed number of HTTP/1.1 connections.
 *
 * @param script the Lua script that prints the line that is read here
 * @param path what is asked for
 * @param upload whether each request is a POST with a body
 */
public record Wrk(Path script, String path, int connections, boolean upload) implements Load {

    private static final Pattern LINE = Pattern.compile("MEASURED (\\d+) (\\d+) (\\d+) (\\d+) (\\d+) (\\d+)");
    private static final double MICROS = 1e6;

    @Override
    public Tally run(URI entry, Duration time) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + time.toSeconds() + "s",
                "--timeout",
                "10s",
                "--latency",
                "-s",
                script.toString(),
                entry.resolve(path).toString()));
        if (upload) {
            command.addAll(List.of("--", "upload"));
        }
        return parse(Tool.run(command, time));
    }

    static Tally parse(String printed) throws IOException {
        Matcher line = LINE.matcher(printed);
        if (!line.find()) {
            throw new IOException("wrk printed no result: " + printed.strip());
        }
        return new Tally(
                number(line, 1),
                number(line, 2) / MICROS,
                new Latency(number(line, 3), number(line, 4), number(line, 5)),
                number(line, 6));
    }

    private static long number(Matcher line, int group) {
        return Long.parseLong(line.group(group));
    }
}
