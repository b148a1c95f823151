package io.holdfast.cli.restart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How far the round of a service is, in a file of the state directory: what {@code --resume} goes on from, and what a round
 * ended by force left drained. Held by one process at a time.
 */
final class Ledger implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final FileChannel channel;
    private final Set<String> done = new LinkedHashSet<>();
    private final Set<String> drained = new LinkedHashSet<>();
    private final boolean wasThere;

    private Ledger(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.wasThere = read();
    }

    /**
     * Takes it.
     *
     * @throws IOException when another process holds it, or the state directory cannot be written
     */
    static Ledger take(Path state, String service) throws IOException {
        String name = "restart-" + service.replaceAll("[^A-Za-z0-9._-]", "_");
        FileChannel channel;
        try {
            Files.createDirectories(state);
            channel = FileChannel.open(
                    state.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unwritable) {
            throw new IOException("state: " + state + " (expected: a directory that can be written)", unwritable);
        }
        if (lock(channel) == null) {
            channel.close();
            throw new IOException("another restart of " + service + " is under way on this machine");
        }
        return new Ledger(state.resolve(name + ".json"), channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException here) {
            return null;
        }
    }

    private boolean read() throws IOException {
        try {
            JsonNode root = JSON.readTree(Files.readAllBytes(file));
            root.path("done").forEach(one -> done.add(one.asText()));
            root.path("drained").forEach(one -> drained.add(one.asText()));
            return true;
        } catch (NoSuchFileException none) {
            return false;
        } catch (IOException unreadable) {
            throw new IOException(
                    file + ": cannot be read (expected: as holdfast restart wrote it; remove it to begin " + "anew)",
                    unreadable);
        }
    }

    /** Whether an earlier round did not come to its end. */
    boolean wasThere() {
        return wasThere;
    }

    /** Restarted and back in use, under every name they had. */
    Set<String> done() {
        return Set.copyOf(done);
    }

    /** Drained by the round. */
    Set<String> drained() {
        return Set.copyOf(drained);
    }

    /** A new round: nothing is done yet. What is drained stays known. */
    void begin() throws IOException {
        done.clear();
        write();
    }

    void done(Set<String> names) throws IOException {
        done.addAll(names);
        write();
    }

    void drained(Set<String> replicas) throws IOException {
        drained.clear();
        drained.addAll(replicas);
        write();
    }

    /** The round is whole: nothing is left to go on from. */
    void end() throws IOException {
        Files.deleteIfExists(file);
    }

    private void write() throws IOException {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode doneNode = root.putArray("done");
        done.forEach(doneNode::add);
        ArrayNode drainedNode = root.putArray("drained");
        drained.forEach(drainedNode::add);
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        Files.write(fresh, JSON.writeValueAsBytes(root));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
