package io.holdfast.stub.event;

import io.holdfast.stub.http.Exchange;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/** Sends the events of a source when they are due and the client takes them. */
final class EventStream {
    private static final int EVENTS_A_TURN = 64;

    private final Exchange exchange;
    private final EventSource source;
    private boolean waiting;

    EventStream(Exchange exchange, EventSource source) {
        this.exchange = exchange;
        this.source = source;
    }

    void run(Streams streams) {
        if (!exchange.begin(200, "text/event-stream; charset=utf-8", -1, "cache-control", "no-cache")) {
            return;
        }
        streams.add(this);
        exchange.onClose(() -> streams.remove(this));
        exchange.onWritable(this::turn);
        if (exchange.stopping()) {
            exchange.end();
            return;
        }
        turn();
    }

    /** Ends it cleanly between two events; called from any thread. */
    void endNow() {
        exchange.onLoop(exchange::end);
    }

    private void turn() {
        if (waiting) {
            return;
        }
        for (int i = 0; i < EVENTS_A_TURN; i++) {
            if (exchange.over() || !exchange.writable()) {
                return;
            }
            long wait = source.waitMillis();
            if (wait > 0) {
                again(wait);
                return;
            }
            @Nullable String event = source.next();
            if (event == null) {
                exchange.end();
                return;
            }
            exchange.write(ByteBufUtil.writeUtf8(exchange.allocator(), event));
        }
        again(0);
    }

    private void again(long millis) {
        waiting = true;
        exchange.after(millis, () -> {
            waiting = false;
            turn();
        });
    }
}
