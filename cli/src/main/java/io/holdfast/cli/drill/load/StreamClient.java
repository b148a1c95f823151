package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.StreamTrace;
import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.drill.wire.EventParser;
import io.holdfast.cli.drill.wire.Http;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.drill.wire.WireFailure;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Listens to an event stream with ids; reconnects as a browser does, with {@code Last-Event-ID}, when it is dropped. */
final class StreamClient extends Client {
    private static final long RECONNECT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long SILENT = TimeUnit.SECONDS.toNanos(30);

    private final String target;
    private final StreamLog log = new StreamLog();
    private volatile Connection current;

    StreamClient(Entry entry, Ticker ticker, String target) {
        super(entry, ticker);
        this.target = target;
    }

    @Override
    void loop() throws InterruptedException {
        while (!finishing) {
            boolean connected = false;
            EventParser parser = new EventParser(event -> log.received(event, ticker.nanos()));
            try (Connection connection = entry.connect(ticker, ticker.nanos() + SILENT)) {
                current = connection;
                Http.Opened opened = Http.open(connection, entry.authority(), request());
                connected = opened.head().status() == 200
                        && opened.head().header("content-type").orElse("").startsWith("text/event-stream");
                if (connected) {
                    log.opened(ticker.nanos());
                    listen(connection, opened, parser);
                } else if (!finishing) {
                    log.refused("status " + opened.head().status());
                }
            } catch (WireFailure e) {
                String reason = Judge.of(e).detail();
                if (!finishing && connected) {
                    log.dropped(reason, parser.unfinished());
                } else if (!finishing) {
                    log.refused(reason);
                }
            } catch (IOException e) {
                throw bug(e);
            }
            if (!finishing) {
                ticker.sleepUntil(ticker.nanos() + RECONNECT);
            }
        }
        log.finished(ticker.nanos());
    }

    private Request request() {
        Request request = Request.get(target).with("Accept", "text/event-stream");
        return log.lastId() == 0 ? request : request.with("Last-Event-ID", Long.toString(log.lastId()));
    }

    private void listen(Connection connection, Http.Opened opened, EventParser parser) throws IOException {
        byte[] buffer = new byte[8 * 1024];
        connection.extend(ticker.nanos() + SILENT);
        for (int count = opened.body().read(buffer);
                count >= 0 && !finishing;
                count = opened.body().read(buffer)) {
            parser.feed(buffer, count);
            connection.extend(ticker.nanos() + SILENT);
        }
        if (!finishing) {
            log.dropped("ended", parser.unfinished());
        }
    }

    @Override
    void finish() {
        super.finish();
        Connection open = current;
        if (open != null) {
            open.close();
        }
    }

    /** What it saw; to be asked when its thread has ended. */
    StreamTrace trace() {
        return log.trace();
    }
}
