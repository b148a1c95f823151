package io.holdfast.cli.run;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Runs one command and waits for it: words, no shell; output and errors together, the last part kept; killed with its
 * children when its time is over.
 */
public class Runner {

    private static final int KEPT_BYTES = 256 * 1024;
    private static final Duration READER_END = Duration.ofSeconds(2);

    private final Optional<Path> directory;

    public Runner() {
        this(Optional.empty());
    }

    public Runner(Optional<Path> directory) {
        this.directory = directory;
    }

    /**
     * What came of a command.
     *
     * @param exitCode as the process gave it
     * @param output its output and errors, at most the last 256 KB
     */
    public record Ran(int exitCode, String output) {

        /** The last line it said, for a message. */
        public String lastWords() {
            List<String> lines = Text.lastLines(output, 1);
            return lines.isEmpty() ? "no output" : Text.line(lines.get(0), 300);
        }
    }

    /** Runs it with no input; any exit code is an answer. */
    public Ran run(List<String> words, Duration limit) throws RunFailure {
        return run(words, Map.of(), new byte[0], limit);
    }

    /** Runs it sheltered from the terminal's signals. */
    public Ran run(List<String> words, Map<String, String> environment, Shelter shelter, Duration limit)
            throws RunFailure {
        return run(words.get(0), shelter.over(words), environment, new byte[0], limit);
    }

    /**
     * Runs it.
     *
     * @param words the command and its arguments
     * @param environment added to this process's own
     * @param input its standard input; should fit a pipe (64 KB)
     * @param limit after which it is killed
     * @throws RunFailure when it could not be run to its end
     */
    public Ran run(List<String> words, Map<String, String> environment, byte[] input, Duration limit)
            throws RunFailure {
        return run(words.get(0), words, environment, input, limit);
    }

    private Ran run(String name, List<String> words, Map<String, String> environment, byte[] input, Duration limit)
            throws RunFailure {
        Process process = begin(words, environment);
        Tail tail = new Tail(process.getInputStream());
        try {
            feed(process, input);
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                end(process);
                throw new RunFailure(name + ": not done within " + limit.toSeconds() + " s, killed", false, null);
            }
            return new Ran(process.exitValue(), tail.text());
        } catch (InterruptedException stopped) {
            end(process);
            Thread.currentThread().interrupt();
            throw new RunFailure(name + ": interrupted", false, stopped);
        }
    }

    private Process begin(List<String> words, Map<String, String> environment) throws RunFailure {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        builder.environment().putAll(environment);
        directory.map(Path::toFile).filter(File::isDirectory).ifPresent(builder::directory);
        try {
            return builder.start();
        } catch (IOException missing) {
            throw new RunFailure(words.get(0) + " cannot be run: " + missing.getMessage(), true, missing);
        }
    }

    /** A command that does not read its input is free not to. */
    private static void feed(Process process, byte[] input) {
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
        } catch (IOException notRead) {
            // What it has to say comes with its exit code.
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Reads to the end so that the command never blocks on a full pipe, keeping the last part. */
    private static final class Tail implements Runnable {

        private final InputStream from;
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
        private final Thread reader = new Thread(this, "command-output");

        Tail(InputStream from) {
            this.from = from;
            reader.setDaemon(true);
            reader.start();
        }

        @Override
        public void run() {
            byte[] buffer = new byte[8192];
            try {
                for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
                    keep(buffer, n);
                }
            } catch (IOException closed) {
                // The command was killed; what came until then counts.
            }
        }

        private synchronized void keep(byte[] buffer, int count) {
            kept.write(buffer, 0, count);
            if (kept.size() > 2 * KEPT_BYTES) {
                byte[] all = kept.toByteArray();
                kept.reset();
                kept.write(all, all.length - KEPT_BYTES, KEPT_BYTES);
            }
        }

        /** A child left behind by the command may hold the pipe open: then what came so far. */
        String text() throws InterruptedException {
            reader.join(READER_END.toMillis());
            synchronized (this) {
                return kept.toString(StandardCharsets.UTF_8);
            }
        }
    }
}
