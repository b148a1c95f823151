package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.process.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How busy the machine was, so that a reader knows what the latencies are worth. Linux only; elsewhere nothing is told. */
final class Machine {
    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private final long[] before;

    private Machine(long[] before) {
        this.before = before;
    }

    static Machine look() {
        return new Machine(ticks());
    }

    /** Share of all processors that was busy since {@link #look}. */
    Measures sinceThen() {
        long[] now = ticks();
        if (now.length == 0 || before.length != now.length) {
            return new Measures();
        }
        long all = Arrays.stream(now).sum() - Arrays.stream(before).sum();
        long idle = now[IDLE] + now[IO_WAIT] - before[IDLE] - before[IO_WAIT];
        return new Measures().put("machine.busyPercent", all == 0 ? 0 : Math.round(100.0 * (all - idle) / all));
    }

    private static long[] ticks() {
        try {
            String line = Files.readAllLines(STAT).get(0);
            // guest times are part of user times already: the first eight are all.
            return Arrays.stream(line.substring(3).strip().split(" +"))
                    .limit(8)
                    .mapToLong(Long::parseLong)
                    .toArray();
        } catch (IOException e) {
            return new long[0];
        }
    }

    /** Whether this machine tells the memory of processes. */
    static boolean known() {
        return Files.isReadable(Path.of("/proc/self/status"));
    }

    /** Resident memory of a process in MiB: now ({@code VmRSS}) or at its highest ({@code VmHWM}); NaN where unknown. */
    static double memory(Child child, String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(child.pid()), "status"))) {
                if (line.startsWith(field + ":")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
                }
            }
        } catch (IOException e) {
            // No such file system: unknown.
        }
        return Double.NaN;
    }
}
