package io.holdfast.cli.watch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that is put aside when it is full: {@code watch.log} becomes {@code watch.log.1}, that {@code .2}, and so on; the
 * oldest goes. A file that somebody moved away is begun anew. Used by one thread.
 */
final class RotatingFile implements LogSink {

    private final Path file;
    private final long most;
    private final int files;

    private @Nullable OutputStream out;
    private long size;

    /**
     * @param most bytes of a file
     * @param files how many are kept, this one included
     */
    RotatingFile(Path file, long most, int files) {
        this.file = file;
        this.most = most;
        this.files = files;
    }

    @Override
    public void write(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            if (out != null && !Files.exists(file)) {
                close();
            }
            OutputStream to = out == null ? open() : out;
            if (size > 0 && size + bytes.length > most) {
                close();
                rotate();
                to = open();
            }
            to.write(bytes);
            to.flush();
            size += bytes.length;
        } catch (IOException failed) {
            close();
            throw failed;
        }
    }

    private OutputStream open() throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        out = opened;
        size = Files.size(file);
        return opened;
    }

    private void rotate() throws IOException {
        if (files == 1) {
            Files.deleteIfExists(file);
            return;
        }
        for (int number = files - 2; number >= 0; number--) {
            Path from = number == 0 ? file : aside(number);
            if (Files.exists(from)) {
                Files.move(from, aside(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private Path aside(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void close() {
        OutputStream opened = out;
        out = null;
        if (opened != null) {
            try {
                opened.close();
            } catch (IOException nothingToSave) {
                // Every line was flushed.
            }
        }
    }
}
