package io.holdfast.gateway.exchange;

import io.holdfast.gateway.service.Replica;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** The attempts of one exchange that are under way: one, or two while a slow one is hedged. */
final class Attempts {

    private final Exchange exchange;
    private @Nullable Attempt current;
    private @Nullable Attempt hedge;
    private @Nullable Hedging hedging;
    private int made;

    Attempts(Exchange exchange) {
        this.exchange = exchange;
    }

    /** The one, or the one that is hedged; null while none is under way. */
    @Nullable Attempt current() {
        return current;
    }

    boolean hedged() {
        return hedge != null;
    }

    int made() {
        return made;
    }

    /** Makes the next attempt, at this replica. */
    void start(Replica replica, long now) {
        Attempt next = new Attempt(exchange, replica, now);
        current = next; // before it is launched: it may be lost at once, and another be the current one
        launch(next);
    }

    /** Makes a second one beside a slow one. */
    void startHedge(Replica replica, long now) {
        Attempt next = new Attempt(exchange, replica, now);
        hedge = next;
        launch(next);
    }

    private void launch(Attempt next) {
        made++;
        RequestHead request = exchange.request;
        HttpHeaders headers = request.headers();
        boolean first = made == 1;
        if (!first) {
            headers = headers.copy(); // an attempt still connecting holds the other ones
        }
        if (!request.preserveHost()) {
            headers.set(HttpHeaderNames.HOST, next.replica.name());
        }
        exchange.askForRest(headers);
        HttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, request.method(), request.target(), headers);
        if (first && exchange.hedgeable()) {
            hedging = Hedging.begin(exchange, this);
        }
        next.call(exchange.engine.upstream().call(exchange.loop, next.replica, head, exchange.hasBody(), next));
    }

    /** It ended, or is to end: nothing is expected of it any more; what was its hedge goes on. */
    void forget(Attempt from) {
        if (from == hedge) {
            hedge = null;
        } else if (from == current) {
            current = hedge;
            hedge = null;
        }
    }

    /** The first answer wins; a hedge, or what was hedged, is cancelled. */
    void winner(Attempt from) {
        Attempt other = from == current ? hedge : current;
        current = from;
        hedge = null;
        if (other != null) {
            other.cancel();
        }
        stopHedging();
    }

    /** Whether something of the request may have reached a replica of those under way. */
    boolean anySent() {
        return current != null && current.sent() || hedge != null && hedge.sent();
    }

    void cancel() {
        if (current != null) {
            current.cancel();
        }
        if (hedge != null) {
            hedge.cancel();
        }
    }

    void stopHedging() {
        if (hedging != null) {
            hedging.stop();
            hedging = null;
        }
    }
}
