package io.holdfast.cli.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keeps what a watch remembers in a file that is whole at any moment. */
final class StateFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private byte @Nullable [] written;

    StateFile(Path file) {
        this.file = file;
    }

    /**
     * What the last watch remembered; nothing where there was none.
     *
     * @throws IOException when there is a file and it cannot be read
     */
    WatchState read() throws IOException {
        if (!Files.exists(file)) {
            return new WatchState();
        }
        WatchState state = JSON.readValue(Files.readAllBytes(file), WatchState.class);
        return state == null ? new WatchState() : state;
    }

    /** Writes it where it has changed. */
    void write(WatchState state) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(state);
        if (Arrays.equals(bytes, written)) {
            return;
        }
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.write(part, bytes);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        written = bytes;
    }
}
