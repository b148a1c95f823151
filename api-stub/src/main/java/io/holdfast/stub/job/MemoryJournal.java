package io.holdfast.stub.job;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/** A journal that ends with its process. */
final class MemoryJournal implements Journal {
    private final ArrayDeque<String> unread = new ArrayDeque<>();

    @Override
    public void append(String line) {
        unread.add(line);
    }

    @Override
    public void read(Runnable anew, Consumer<String> line) {
        while (!unread.isEmpty()) {
            line.accept(unread.poll());
        }
    }
}
