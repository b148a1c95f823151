package io.holdfast.stub.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A journal in a file that several processes append to. One write of a line to a file opened for appending is not divided by
 * other writes, and what was written stays when its process is killed.
 */
final class FileJournal implements Journal {
    private static final int PIECE = 64 * 1024;

    private final Path file;
    private long position;

    FileJournal(Path file) {
        this.file = file;
    }

    /** Opened each time, so that a file that was removed meanwhile is begun anew. */
    @Override
    public void append(String line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Override
    public void read(Runnable anew, Consumer<String> line) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            if (channel.size() < position) {
                position = 0;
                anew.run();
            }
            ByteBuffer piece = ByteBuffer.allocate(PIECE);
            while (channel.read(piece, position) > 0) {
                int whole = lines(piece, line);
                if (whole == 0 && piece.position() == piece.capacity()) {
                    piece = ByteBuffer.allocate(piece.capacity() * 2);
                    continue;
                }
                if (whole == 0) {
                    return;
                }
                position += whole;
                piece.clear();
            }
        }
    }

    /** Gives the whole lines of what was read; the bytes that they took. */
    private static int lines(ByteBuffer piece, Consumer<String> line) {
        byte[] bytes = piece.array();
        int begin = 0;
        for (int i = 0; i < piece.position(); i++) {
            if (bytes[i] == '\n') {
                line.accept(new String(bytes, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        return begin;
    }
}
