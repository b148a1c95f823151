package io.holdfast.stub.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which processes live. Each holds the lock of a file of its own for as long as it lives; the kernel lets go of it when the
 * process dies, however it dies. A process id would not do: containers count their own.
 */
final class Owners implements AutoCloseable {
    /**
     * Those of this process. They must not be opened again: closing any descriptor of a file gives up all locks that the process
     * has on it (fcntl(2)).
     */
    private static final Set<String> HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final String me = UUID.randomUUID().toString();
    private final FileChannel channel;

    Owners(Path directory, String name) throws IOException {
        this.directory = Files.createDirectories(directory);
        HERE.add(me);
        channel = FileChannel.open(file(me), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            throw new IOException(file(me) + " is locked by another process");
        }
        String who = ProcessHandle.current().pid() + " " + name + "\n";
        channel.write(ByteBuffer.wrap(who.getBytes(StandardCharsets.UTF_8)));
    }

    private Path file(String owner) {
        return directory.resolve(owner);
    }

    /** The name of this owner: no other has it, nor will have. */
    String me() {
        return me;
    }

    boolean alive(String owner) throws IOException {
        if (HERE.contains(owner)) {
            return true;
        }
        try (FileChannel other = FileChannel.open(file(owner), StandardOpenOption.WRITE);
                FileLock lock = other.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** From now on this owner is dead. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file(me));
        channel.close();
        HERE.remove(me);
    }
}
