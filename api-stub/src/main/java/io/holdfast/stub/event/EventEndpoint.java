package io.holdfast.stub.event;

import io.holdfast.stub.Time;
import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Refusal;
import io.holdfast.stub.http.Routes;

/** The three kinds of event streams: with ids, replayed without ids, and heartbeats. */
public final class EventEndpoint {
    private static final long MAX_MILLIS = 86_400_000;

    private final String replica;
    private final Streams streams;
    private final LogStarts starts;

    public EventEndpoint(String replica, Streams streams, LogStarts starts) {
        this.replica = replica;
        this.streams = streams;
        this.starts = starts;
    }

    public void register(Routes routes) {
        routes.get("/api/events", this::events);
        routes.get("/api/sse/status", this::heartbeats);
        routes.get("/api/jobs/id/{id}/logs", this::logs);
    }

    private void events(Exchange exchange) {
        long first = exchange.query("first", 0, 0, MAX_MILLIS);
        Pace pace = new Pace(Time::nanos, first, exchange.query("interval", 100, 0, MAX_MILLIS));
        long count = exchange.query("count", 0, 0, Long.MAX_VALUE);
        boolean ids = exchange.choice("ids", "true", "false").equals("true");
        boolean complete = exchange.choice("final", "none", "complete").equals("complete");
        StatusEvents events = new StatusEvents(pace, replica, ids ? lastId(exchange) : 0, count, ids, complete);
        new EventStream(exchange, events).run(streams);
    }

    private static long lastId(Exchange exchange) {
        String text = exchange.headers().get("last-event-id");
        if (text == null || text.isEmpty()) {
            return 0;
        }
        if (!text.matches("[0-9]{1,18}")) {
            throw new Refusal(400, "Last-Event-ID: " + text + " (expected: a number that this stream gave)");
        }
        return Long.parseLong(text);
    }

    private void heartbeats(Exchange exchange) {
        long interval = exchange.query("interval", 30_000, 1, MAX_MILLIS);
        new EventStream(exchange, new HeartbeatEvents(new Pace(Time::nanos, interval, interval), replica)).run(streams);
    }

    private void logs(Exchange exchange) {
        long interval = exchange.query("interval", 1000, 0, MAX_MILLIS);
        long count = exchange.query("count", 20, 0, Integer.MAX_VALUE);
        starts.of(
                exchange.parameter("id"),
                started -> exchange.onLoop(
                        () -> new EventStream(exchange, new LogEvents(Time::wallMillis, started, interval, count))
                                .run(streams)));
    }
}
