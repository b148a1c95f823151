package io.holdfast.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A load generator that is a program: runs it, bounded, and gives what it printed. */
final class Tool {

    private static final Duration GRACE = Duration.ofSeconds(30);

    private Tool() {}

    static String run(List<String> command, Duration time) throws IOException, InterruptedException {
        Path out = Files.createTempFile("holdfast-bench", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(out.toFile())
                    .start();
            try {
                if (!process.waitFor(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException(command.get(0) + " did not end within " + time.plus(GRACE));
                }
            } finally {
                process.destroyForcibly();
            }
            return Files.readString(out, StandardCharsets.ISO_8859_1);
        } finally {
            Files.deleteIfExists(out);
        }
    }
}
