package io.holdfast.cli.demo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The directory of a demo: one demo at a time, and nothing of the last one in it. */
final class DemoDirectory {

    /** Held until the process ends: a channel that nothing refers to is closed by the collector, and the lock with it. */
    private static @Nullable FileChannel held;

    private DemoDirectory() {}

    /**
     * Takes it for this process, until it ends.
     *
     * @throws IOException when another demo has it
     */
    static void take(Plan plan) throws IOException {
        Path directory = Files.createDirectories(plan.directory());
        FileChannel channel =
                FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            throw new IOException("another demo runs with its state in " + directory
                    + " (end it, or give this one another --state and other ports)");
        }
        held = channel;
        clear(plan);
    }

    private static void clear(Plan plan) throws IOException {
        delete(plan.shared());
        delete(plan.gatewayState());
        try (Stream<Path> files = Files.list(plan.directory())) {
            List<Path> old = files.filter(file -> file.toString().matches(".*\\.(log|order|json)"))
                    .toList();
            for (Path file : old) {
                Files.delete(file);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
