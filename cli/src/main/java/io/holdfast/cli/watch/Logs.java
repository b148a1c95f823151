package io.holdfast.cli.watch;

import io.holdfast.cli.config.WatchSettings.Format;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a watch writes: standard output, and a file where one is named; neither waits for the other. */
final class Logs implements AutoCloseable {

    private final List<EventLog> logs = new ArrayList<>();

    private Logs() {}

    static Logs open(PrintWriter console, Optional<Path> file, Format format, long most, int files, ZoneId zone) {
        Logs all = new Logs();
        LogLine form = new LogLine(format, zone);
        all.begin(new EventLog(
                line -> {
                    console.println(line);
                    console.flush();
                },
                form,
                "console",
                EventLog.ROOM));
        file.ifPresent(
                path -> all.begin(new EventLog(new RotatingFile(path, most, files), form, "file", EventLog.ROOM)));
        return all;
    }

    private void begin(EventLog log) {
        logs.add(log);
        log.start();
    }

    void add(LogEntry entry) {
        logs.forEach(log -> log.add(entry));
    }

    @Override
    public void close() {
        logs.forEach(EventLog::close);
    }
}
