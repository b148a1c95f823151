package io.holdfast.bench.proxy;

/**
 * What one process used, by {@code /proc/<pid>/stat} (proc(5)): times of itself, not of children it waited for.
 *
 * @param cpuTicks user and system time in clock ticks
 * @param rssPages resident memory in pages
 */
record ProcStat(long cpuTicks, long rssPages) {

    private static final int UTIME = 11;
    private static final int STIME = 12;
    private static final int RSS = 21;

    /** Reads the line; the name in it may hold spaces and brackets. */
    static ProcStat parse(String line) {
        String[] fields = line.substring(line.lastIndexOf(')') + 2).trim().split(" ");
        return new ProcStat(Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME]), Long.parseLong(fields[RSS]));
    }
}
