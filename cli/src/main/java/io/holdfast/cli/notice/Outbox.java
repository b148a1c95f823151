package io.holdfast.cli.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The notices that wait for one channel, in order, each a file, so that they outlive the process; at most so many, the
 * oldest going first. A disk that refuses costs only that: the notice then waits in memory.
 */
final class Outbox {

    private static final String END = ".json";

    private final Path directory;
    private final int most;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long last;
    private int dropped;

    /** A notice and its file, which may not be there. */
    record Waiting(Notice notice, Path file) {}

    private Outbox(Path directory, int most) {
        this.directory = directory;
        this.most = most;
    }

    /** Opens it with what an earlier process left; files that cannot be read are removed. */
    static Outbox open(Path directory, int most) {
        Outbox box = new Outbox(directory, most);
        for (Path file : box.files()) {
            box.last = Math.max(box.last, number(file));
            try {
                box.waiting.add(new Waiting(NoticeJson.read(NoticeJson.parse(Files.readAllBytes(file))), file));
            } catch (IOException unreadable) {
                remove(file);
                box.dropped++;
            }
        }
        box.bound();
        return box;
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> found =
                    new ArrayList<>(files.filter(file -> number(file) > 0).toList());
            found.sort((a, b) -> Long.compare(number(a), number(b)));
            return found;
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private static long number(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(END) ? Long.parseLong(name.substring(0, name.length() - END.length())) : 0;
        } catch (NumberFormatException foreign) {
            return 0;
        }
    }

    /** Puts a notice at the end. */
    synchronized void add(Notice notice) {
        last++;
        Path file = directory.resolve(String.format(Locale.ROOT, "%012d", last) + END);
        waiting.add(new Waiting(notice, file));
        bound();
        try {
            Files.createDirectories(directory);
            Path part = directory.resolve("part");
            Files.write(part, NoticeJson.bytes(NoticeJson.tree(notice)));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException diskRefuses) {
            // It waits in memory, and is lost only if the process ends first.
        }
    }

    private void bound() {
        while (waiting.size() > most) {
            remove(waiting.remove().file());
            dropped++;
        }
    }

    /** The one whose turn it is; it stays until it is taken out. */
    synchronized Optional<Waiting> first() {
        return Optional.ofNullable(waiting.peek());
    }

    /** Takes one out, delivered or given up. */
    synchronized void remove(Waiting done) {
        if (waiting.remove(done)) {
            remove(done.file());
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    /** How many were dropped since last asked. */
    synchronized int takeDropped() {
        int count = dropped;
        dropped = 0;
        return count;
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException stays) {
            // It is delivered once more after a restart, with the same id.
        }
    }
}
