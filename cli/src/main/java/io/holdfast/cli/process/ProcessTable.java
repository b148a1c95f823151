package io.holdfast.cli.process;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a keeper tells of its processes: a file, replaced as a whole on each change, gone when the keeper ended well.
 *
 * @param keeper process id of the keeper
 * @param keeperStarted when it was started, so that another process with its number is not taken for it; 0: not known
 * @param entry the gateway's URL
 * @param management its management URL
 * @param gateway its process id
 * @param replicas in order
 */
public record ProcessTable(
        long keeper, long keeperStarted, String entry, String management, long gateway, List<Row> replicas) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FILE = "processes.json";
    /** The system's clock of processes may be set back and forth a little. */
    private static final Duration SAME_START = Duration.ofSeconds(3);

    /** What becomes of a process. */
    public enum State {
        /** It runs. */
        RUNNING,
        /** It ended by itself and is started again after a while. */
        COMING_BACK,
        /** It was stopped by an order and waits for another. */
        STOPPED
    }

    /**
     * One replica.
     *
     * @param address {@code host:port}
     * @param health URL that answers 2xx when it is well
     * @param pid of the last process
     * @param started when that was, ISO 8601
     * @param finished when it ended; null while it runs
     * @param exitCode how; null while it runs
     * @param log file of its output
     * @param order id of the last order that was carried out; empty before the first
     * @param failure why that order failed; empty when it did not
     */
    public record Row(
            String name,
            String service,
            String address,
            String health,
            long pid,
            State state,
            String started,
            @Nullable String finished,
            @Nullable Integer exitCode,
            String log,
            String order,
            String failure) {}

    /** The keeper's start as others see it. */
    public static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Whether a keeper has left its table here. */
    public static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(FILE));
    }

    /** The table in a directory; empty when there is none. */
    public static Optional<ProcessTable> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), ProcessTable.class));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException broken) {
            throw new IOException(file + ": cannot be read: " + broken.getMessage(), broken);
        }
    }

    public void write(Path directory) throws IOException {
        Path next = directory.resolve(FILE + ".new");
        Files.write(next, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Files.move(next, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    public static void remove(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }

    /** Whether the keeper still runs. */
    public boolean kept() {
        return ProcessHandle.of(keeper)
                .filter(ProcessHandle::isAlive)
                .map(ProcessTable::startOf)
                .filter(start ->
                        keeperStarted == 0 || start == 0 || Math.abs(start - keeperStarted) <= SAME_START.toMillis())
                .isPresent();
    }
}
