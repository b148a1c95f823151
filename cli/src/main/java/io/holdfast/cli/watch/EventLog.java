package io.holdfast.cli.watch;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes lines on a thread of its own, so that a full disk or a pipe that nobody reads never holds up the watch. What finds
 * no room in the queue, or cannot be written, is counted, and said once lines can be written again.
 */
final class EventLog implements AutoCloseable {

    static final int ROOM = 10_000;
    private static final Duration FAREWELL = Duration.ofSeconds(2);

    private final LogSink sink;
    private final LogLine form;
    private final BlockingQueue<LogEntry> queue;
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer;
    private volatile boolean closing;

    EventLog(LogSink sink, LogLine form, String name, int room) {
        this.sink = sink;
        this.form = form;
        this.queue = new ArrayBlockingQueue<>(room);
        this.writer = new Thread(this::run, "event-log-" + name);
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /** Returns at once. */
    void add(LogEntry entry) {
        if (!queue.offer(entry)) {
            dropped.incrementAndGet();
        }
    }

    long dropped() {
        return dropped.get();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                LogEntry entry = queue.poll(200, TimeUnit.MILLISECONDS);
                if (entry != null) {
                    write(entry);
                }
            }
        } catch (InterruptedException leaving) {
            // Whoever interrupts has waited long enough.
        } finally {
            sink.close();
        }
    }

    private void write(LogEntry entry) {
        long lost = dropped.get();
        try {
            if (lost > 0) {
                sink.write(form.of(LogEntry.of(
                        LogEntry.Level.WARNING, "dropped", "lines of this log were dropped: " + lost, entry.time())));
                dropped.addAndGet(-lost);
            }
            sink.write(form.of(entry));
        } catch (IOException full) {
            dropped.incrementAndGet();
        }
    }

    /** Gives what waits a little time. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(FAREWELL.toMillis());
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
    }
}
