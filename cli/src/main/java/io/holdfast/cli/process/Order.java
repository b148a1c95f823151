package io.holdfast.cli.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/**
 * Something that a keeper is asked to do with one of its processes: a file that the keeper takes away. What came of it
 * stands in the {@link ProcessTable}.
 *
 * @param id no other order has it
 * @param run whether the process shall run, else be stopped
 * @param graceMillis how long it may take to stop before it is killed
 */
public record Order(String id, boolean run, long graceMillis) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** To start it. */
    public static Order start(String id) {
        return new Order(id, true, 0);
    }

    /** To stop it. */
    public static Order stop(String id, Duration grace) {
        return new Order(id, false, grace.toMillis());
    }

    public void give(Path directory, String name) throws IOException {
        Path file = file(directory, name);
        Path next = file.resolveSibling(file.getFileName() + "." + id);
        Files.write(next, JSON.writeValueAsBytes(this));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The order for a process, which is then no longer there. */
    public static Optional<Order> take(Path directory, String name) throws IOException {
        Path file = file(directory, name);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] content = Files.readAllBytes(file);
        Files.delete(file);
        return Optional.of(JSON.readValue(content, Order.class));
    }

    private static Path file(Path directory, String name) {
        return directory.resolve(name + ".order");
    }
}
