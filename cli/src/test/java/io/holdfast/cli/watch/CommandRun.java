package io.holdfast.cli.watch;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/** A command with a configuration file, run here: its exit code and what it printed. Not done is 3, as on the command line. */
public final class CommandRun {

    private static final int NOT_DONE = 3;

    public final StringWriter out = new StringWriter();
    public final StringWriter err = new StringWriter();
    private final Path config;

    public CommandRun(Path config) {
        this.config = config;
    }

    public int run(Callable<Integer> command, String... arguments) {
        List<String> words = new ArrayList<>(List.of("--config", config.toString()));
        words.addAll(List.of(arguments));
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return NOT_DONE;
                })
                .execute(words.toArray(String[]::new));
    }
}
