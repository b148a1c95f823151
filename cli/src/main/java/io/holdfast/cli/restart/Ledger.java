package io.holdfast.cli.restart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How far the round of a service is, in a file of the state directory: what {@code --resume} goes on from, and what a round
 * ended by force left drained. Held by one process at a time.
 */
final class Ledger implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ServiceLock lock;
    private final Set<String> done = new LinkedHashSet<>();
    private final Set<String> drained = new LinkedHashSet<>();
    private final boolean wasThere;

    private Ledger(Path file, ServiceLock lock) throws IOException {
        this.file = file;
        this.lock = lock;
        this.wasThere = read();
    }

    /**
     * Takes it.
     *
     * @throws IOException when another process holds it, or the state directory cannot be written
     */
    static Ledger take(Path state, String service) throws IOException {
        ServiceLock lock = ServiceLock.take(state, service)
                .orElseThrow(() -> new IOException("another restart of " + service + " is under way on this machine"));
        return new Ledger(state.resolve(ServiceLock.fileName(service) + ".json"), lock);
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
        lock.close();
    }
}
