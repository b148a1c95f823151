package io.holdfast.stub.event;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The log of a job: a line an interval since the job began, on every connection from the first line on, without ids. */
final class LogEvents implements EventSource {
    private final LongSupplier wallMillis;
    private final long startedMillis;
    private final long intervalMillis;
    private final long count;
    private long line;

    /** @param startedMillis wall clock, when the first line was written */
    LogEvents(LongSupplier wallMillis, long startedMillis, long intervalMillis, long count) {
        this.wallMillis = wallMillis;
        this.startedMillis = startedMillis;
        this.intervalMillis = intervalMillis;
        this.count = count;
    }

    @Override
    public long waitMillis() {
        return startedMillis + line * intervalMillis - wallMillis.getAsLong();
    }

    @Override
    public @Nullable String next() {
        line++;
        if (line <= count) {
            return "data: log line " + line + "\n\n";
        }
        return line == count + 1 ? "event: complete\ndata: " + count + " lines\n\n" : null;
    }
}
