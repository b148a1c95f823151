package io.holdfast.bench.load;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** h2load: HTTP/2 over TLS, one request at a time on each connection, as the HTTP/1.1 loads do. */
public record H2load(String path, int connections) implements Load {

    private static final long MOST = 60_000_000;

    @Override
    public Tally run(URI entry, Duration time) throws IOException, InterruptedException {
        Path log = Files.createTempFile("holdfast-bench", ".h2load");
        try {
            Tool.run(
                    List.of(
                            "h2load",
                            "-D" + time.toSeconds(),
                            "-c" + connections,
                            "-m1",
                            "-t1",
                            "--log-file=" + log,
                            entry.resolve(path).toString()),
                    time);
            try (Stream<String> lines = Files.lines(log)) {
                return parse(lines, time);
            }
        } finally {
            Files.deleteIfExists(log);
        }
    }

    /** Each line: when it began, status, and how long it took in microseconds, apart by tabs. */
    static Tally parse(Stream<String> lines, Duration time) {
        Histogram took = new Histogram(MOST, 3);
        long[] errors = new long[1];
        lines.map(line -> line.split("\t")).filter(f -> f.length == 3).forEach(f -> {
            if (f[1].equals("200")) {
                took.recordValue(Math.min(MOST, Long.parseLong(f[2].trim())));
            } else {
                errors[0]++;
            }
        });
        return Percentiles.tally(took, time.toMillis() / 1e3, errors[0]);
    }
}
