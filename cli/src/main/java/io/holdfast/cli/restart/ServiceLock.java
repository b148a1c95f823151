package io.holdfast.cli.restart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to restart replicas of a service on this machine: a locked file in the state directory, which a process that
 * dies gives back. A round holds it from its beginning to its end, the watch for one restart at a time.
 */
public final class ServiceLock implements AutoCloseable {

    private final FileChannel channel;

    private ServiceLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it; empty when somebody else has it.
     *
     * @param state the state directory, made when it is not there
     * @throws IOException when the state directory cannot be written
     */
    public static Optional<ServiceLock> take(Path state, String service) throws IOException {
        FileChannel channel;
        try {
            Files.createDirectories(state);
            channel = FileChannel.open(
                    state.resolve(fileName(service) + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException unwritable) {
            throw new IOException("state: " + state + " (expected: a directory that can be written)", unwritable);
        }
        if (isLocked(channel)) {
            return Optional.of(new ServiceLock(channel));
        }
        channel.close();
        return Optional.empty();
    }

    /** What the files of a service are called, without their ends. */
    static String fileName(String service) {
        return "restart-" + service.replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException thisProcess) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
