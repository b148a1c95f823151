package io.holdfast.stub.job;

import io.holdfast.stub.Time;
import io.holdfast.stub.event.LogStarts;
import io.holdfast.stub.image.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * All that replicas share, in a directory or in memory, and the one thread that touches it: file operations are quick, and
 * nothing here needs a lock.
 */
public final class Ledger implements LogStarts, AutoCloseable {
    private final ScheduledThreadPoolExecutor thread;
    private final Map<String, Long> starts = new HashMap<>();
    private final @Nullable Path startFiles;
    private final @Nullable Owners owners;
    final Keys keys;
    final Executions executions;
    final JobList jobs;

    private Ledger(Keys keys, Journal executions, Journal jobs, @Nullable Path startFiles, @Nullable Owners owners) {
        this.keys = keys;
        this.executions = new Executions(executions);
        this.jobs = new JobList(jobs);
        this.startFiles = startFiles;
        this.owners = owners;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread worker = new Thread(task, "ledger");
            worker.setDaemon(true);
            return worker;
        });
    }

    /** Kept by this process alone. */
    public static Ledger inMemory() {
        return new Ledger(new MemoryKeys(), new MemoryJournal(), new MemoryJournal(), null, null);
    }

    /** @throws IOException when the directory cannot be made or written */
    public static Ledger in(Path directory, String replica) throws IOException {
        Files.createDirectories(directory);
        Path startFiles = Files.createDirectories(directory.resolve("logs"));
        Owners owners = new Owners(directory.resolve("owners"), replica);
        return new Ledger(
                new FileKeys(directory.resolve("keys"), owners),
                new FileJournal(directory.resolve("executions.log")),
                new FileJournal(directory.resolve("jobs.jsonl")),
                startFiles,
                owners);
    }

    /** Something that reads or writes what is shared. */
    @FunctionalInterface
    interface Action {
        void run() throws IOException;
    }

    /** Does something on the ledger's thread, after a time. */
    void run(long afterMillis, Action action, Consumer<Exception> failed) {
        try {
            thread.schedule(
                    () -> {
                        try {
                            action.run();
                        } catch (IOException | RuntimeException e) {
                            failed.accept(e);
                        }
                    },
                    afterMillis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            failed.accept(e);
        }
    }

    @Override
    public void of(String job, LongConsumer started) {
        run(0, () -> started.accept(start(job)), failure -> System.err.println("log of " + job + ": " + failure));
    }

    private long start(String job) throws IOException {
        long now = Time.wallMillis();
        if (startFiles == null || owners == null) {
            return starts.computeIfAbsent(job, key -> now);
        }
        Path file = startFiles.resolve(Sha256.hex(job));
        byte[] content = Long.toString(now).getBytes(StandardCharsets.US_ASCII);
        if (!Files.exists(file) && ExclusiveFile.create(file, content, owners.me())) {
            return now;
        }
        return Long.parseLong(Files.readString(file).trim());
    }

    /** Ends the thread; keys of this process that have no answer may be taken over. */
    @Override
    public void close() throws IOException {
        thread.shutdownNow();
        if (owners != null) {
            owners.close();
        }
    }
}
