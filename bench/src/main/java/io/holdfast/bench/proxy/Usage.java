package io.holdfast.bench.proxy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process and its children used so far.
 *
 * @param cpuMicros user and system time
 * @param rssBytes resident memory, pages shared between them counted for each
 */
public record Usage(long cpuMicros, long rssBytes) {

    /** {@code USER_HZ}: 100 on every Linux that this runs on. */
    private static final long MICROS_PER_TICK = 10_000;

    private static final long PAGE = 4096;

    /** Of the process and all that came of it. */
    static Usage of(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants())
                .map(Usage::one)
                .reduce(new Usage(0, 0), Usage::plus);
    }

    private static Usage one(ProcessHandle process) {
        try {
            ProcStat stat = ProcStat.parse(Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat")));
            return new Usage(stat.cpuTicks() * MICROS_PER_TICK, stat.rssPages() * PAGE);
        } catch (IOException e) {
            return new Usage(0, 0); // it ended meanwhile
        }
    }

    private Usage plus(Usage other) {
        return new Usage(cpuMicros + other.cpuMicros, rssBytes + other.rssBytes);
    }
}
