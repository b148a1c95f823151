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
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the words on drains over a restart: a properties file, replaced as a whole. A file that cannot be read or
 * written is said once and does not stop anything.
 */
public final class DrainFile {

    private static final Logger LOG = LoggerFactory.getLogger(DrainFile.class);

    private final Path path;
    private final Executor writer;
    private volatile boolean complained;

    /**
     * @param writer runs writes in order, off the event loops
     */
    public DrainFile(Path path, Executor writer) {
        this.path = path;
        this.writer = writer;
    }

    /** What was kept; nothing when there is no file, or none that can be read. */
    Map<String, Mark> read() {
        Map<String, Mark> marks = new HashMap<>();
        Properties stored = new Properties();
        try (var in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            stored.load(in);
            stored.forEach((key, value) -> marks.put(key.toString(), Mark.parse(value.toString())));
        } catch (NoSuchFileException e) {
            return Map.of();
        } catch (IOException | IllegalArgumentException e) {
            LOG.warn("{}: drains before the restart are not known: {}", path, e.toString());
        }
        return marks;
    }

    /** Keeps these. */
    void write(Map<String, Mark> marks) {
        Map<String, Mark> copy = new TreeMap<>(marks);
        writer.execute(() -> store(copy));
    }

    private void store(Map<String, Mark> marks) {
        StringBuilder text = new StringBuilder("# replicas that an operator drained (1) or undrained (0), and when\n");
        marks.forEach((key, mark) -> text.append(key.replace(":", "\\:"))
                .append('=')
                .append(mark.text())
                .append('\n'));
        try {
            Path folder = path.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "drain", ".tmp");
            Files.writeString(fresh, text);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            complained = false;
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.warn("{}: drains will not survive a restart of the gateway: {}", path, e.toString());
            }
        }
    }
}
