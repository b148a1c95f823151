package io.holdfast.gateway.drain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the words on drains over a restart: a properties file, replaced as a whole. A file that cannot be read or
 * written is said once and does not stop anything.
 */
public final class DrainFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DrainFile.class);
    private static final String NAME = "drains.properties";
    private static final long LAST_WRITE_SECONDS = 2;

    private final @Nullable Path path;
    /** Writes in order, off the event loops. */
    private final ExecutorService writer = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "holdfast-state");
        thread.setDaemon(true);
        return thread;
    });

    private boolean complained;

    /**
     * @param folder where it lies; null: nothing is kept
     */
    public DrainFile(@Nullable Path folder) {
        this.path = folder == null ? null : folder.toAbsolutePath().resolve(NAME);
    }

    /** What was kept; nothing when there is no file, or none that can be read. A line that is damaged costs no other. */
    Map<String, Mark> read() {
        Map<String, Mark> marks = new HashMap<>();
        if (path == null) {
            return marks;
        }
        Properties stored = new Properties();
        try (var in = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            stored.load(in);
        } catch (NoSuchFileException e) {
            return marks;
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}: drains before the restart are not all known: {}", path, e.toString());
        }
        stored.forEach((key, value) -> {
            try {
                marks.put(key.toString(), Mark.parse(value.toString()));
            } catch (IllegalArgumentException e) {
                LOG.warn("{}: {}: {}", path, key, e.getMessage());
            }
        });
        return marks;
    }

    /** Keeps these. */
    void write(Map<String, Mark> marks) {
        if (path == null) {
            return;
        }
        Path to = path;
        Map<String, Mark> copy = new TreeMap<>(marks);
        writer.execute(() -> store(copy, to));
    }

    private void store(Map<String, Mark> marks, Path to) {
        StringBuilder text = new StringBuilder("# replicas that an operator drained (1) or undrained (0), and when\n");
        marks.forEach((key, mark) -> text.append(key.replace(":", "\\:"))
                .append('=')
                .append(mark.text())
                .append('\n'));
        try {
            Files.createDirectories(to.getParent());
            Path fresh = to.resolveSibling(NAME + ".new");
            Files.writeString(fresh, text, StandardCharsets.ISO_8859_1);
            Files.move(fresh, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.warn("{}: drains will not survive a restart of the gateway: {}", to, e.toString());
            }
        }
    }

    /** Waits a moment for the last word to be written. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LAST_WRITE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("{}: the last word on drains may not be kept: the disk does not answer", path);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
