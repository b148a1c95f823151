package io.holdfast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A command that measures something and writes a page of it. */
abstract class PageCommand implements Callable<Integer> {

    @Option(names = "--page", paramLabel = "FILE", description = "Write the results there as Markdown.")
    private @Nullable Path page;

    @Option(names = "--port-base", defaultValue = "29000", description = "Ports from here (default: ${DEFAULT-VALUE}).")
    int portBase;

    /**
     * Measures.
     *
     * @param home the root of the project
     * @param dir a directory of this run
     * @return the page
     */
    abstract String measure(Path home, Path dir) throws IOException, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        Path home = Path.of(System.getProperty("holdfast.home", ".")).toAbsolutePath();
        try {
            String name = getClass().getSimpleName().toLowerCase(Locale.ROOT);
            Path dir = Files.createDirectories(home.resolve(
                    "bench/target/" + name + "-" + ProcessHandle.current().pid()));
            String text = measure(home, dir);
            System.out.println(text);
            if (page != null) {
                Files.writeString(page, text);
            }
            return 0;
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        }
    }
}
