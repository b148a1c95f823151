package io.holdfast.stub.job;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that appear with their whole content or not at all, so that nobody reads a half of one. */
final class ExclusiveFile {
    private ExclusiveFile() {}

    /**
     * Makes a file unless there is one of that name.
     *
     * @return whether it was this call that made it
     */
    static boolean create(Path file, byte[] content, String unique) throws IOException {
        Path draft = draft(file, content, unique);
        try {
            Files.createLink(file, draft);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Makes a file, or replaces it. */
    static void replace(Path file, byte[] content, String unique) throws IOException {
        Files.move(draft(file, content, unique), file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path draft(Path file, byte[] content, String unique) throws IOException {
        return Files.write(file.resolveSibling(file.getFileName() + "." + unique + ".draft"), content);
    }
}
