package io.holdfast.cli.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The drains that the watch has said, or was about to say, until they are taken back: on disk before a gateway hears of one,
 * so that none outlives a watch that dies. Thread-safe.
 */
final class DrainBook {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A drain.
     *
     * @param gateway its management URL
     * @param instance by {@link Watched#keyOf}, which stays when a container made anew gets another address
     * @param service as the gateway names it
     * @param replica the address that was drained
     * @param since when, in milliseconds since the epoch
     */
    record Entry(String gateway, String instance, String service, String replica, long since) {

        boolean isSame(Entry other) {
            return gateway.equals(other.gateway) && service.equals(other.service) && replica.equals(other.replica);
        }
    }

    private final Path file;
    private final Consumer<String> say;
    private final List<Entry> entries = new ArrayList<>();
    private boolean unwritten;

    private DrainBook(Path file, Consumer<String> say) {
        this.file = file;
        this.say = say;
    }

    /** With what an earlier watch left; one that cannot be read is worth a word, not the watch. */
    static DrainBook open(Path file, Consumer<String> say) {
        DrainBook book = new DrainBook(file, say);
        try {
            if (Files.exists(file)) {
                book.entries.addAll(List.of(JSON.readValue(Files.readAllBytes(file), Entry[].class)));
            }
        } catch (IOException unreadable) {
            say.accept("drains that an earlier watch left cannot be read: " + unreadable.getMessage());
        }
        return book;
    }

    synchronized void add(Entry entry) {
        entries.removeIf(entry::isSame);
        entries.add(entry);
        write();
    }

    synchronized void remove(Entry entry) {
        if (entries.removeIf(entry::isSame)) {
            write();
        }
    }

    synchronized boolean has(Entry entry) {
        return entries.stream().anyMatch(entry::isSame);
    }

    synchronized List<Entry> all() {
        return List.copyOf(entries);
    }

    private void write() {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path part = file.resolveSibling(file.getFileName() + ".part");
            Files.write(part, JSON.writeValueAsBytes(entries));
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            unwritten = false;
        } catch (IOException failed) {
            if (!unwritten) {
                unwritten = true;
                say.accept("drains cannot be kept for the next watch: " + failed);
            }
        }
    }
}
