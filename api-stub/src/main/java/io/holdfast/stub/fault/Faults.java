package io.holdfast.stub.fault;

import io.holdfast.stub.http.Exchange;
import io.holdfast.stub.http.Gate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** The faults that are set now, and the gate through which every request goes. */
public final class Faults implements Gate {
    private final IntConsumer closeSockets;
    private final Runnable endStreams;
    private volatile FaultSettings current = FaultSettings.NONE;

    /**
     * @param closeSockets closes all WebSockets with a code
     * @param endStreams ends all event streams cleanly
     */
    public Faults(IntConsumer closeSockets, Runnable endStreams) {
        this.closeSockets = closeSockets;
        this.endStreams = endStreams;
    }

    /** How the health check answers: up, unhealthy, missing, degraded. */
    public String health() {
        return current.health();
    }

    /** Status by which WebSocket handshakes are refused, 0: they are not. */
    public int socketRefusal() {
        return current.wsRefuse();
    }

    /** Whether nothing is sent on WebSockets. */
    public boolean socketsSilent() {
        return current.wsSilent();
    }

    Map<String, Object> asMap() {
        return current.asMap();
    }

    void clear() {
        current = FaultSettings.NONE;
    }

    /** @throws IllegalArgumentException names the field, its value and what is expected; nothing is changed then */
    void merge(Map<String, Object> changes) {
        Map<String, Object> settings = new LinkedHashMap<>(changes);
        Object close = settings.remove("wsClose");
        Object end = settings.remove("sseEnd");
        int code = close == null ? 0 : closeCode(close);
        boolean ends = end != null && FaultSettings.flag("sseEnd", end);
        synchronized (this) {
            current = current.merge(settings);
        }
        if (code > 0) {
            closeSockets.accept(code);
        }
        if (ends) {
            endStreams.run();
        }
    }

    private static int closeCode(Object value) {
        int code = (int) FaultSettings.number("wsClose", value, 1000, 4999);
        if (code == 1004 || code >= 1015 && code < 3000) {
            throw new IllegalArgumentException("wsClose: " + code
                    + " (expected: 1000 to 1003, 1005: no code, 1006: reset, 1007 to 1014, 3000 to 4999)");
        }
        return code;
    }

    @Override
    public void admit(Exchange exchange, Runnable next) {
        FaultSettings faults = current;
        if (faults == FaultSettings.NONE) {
            next.run();
            return;
        }
        FaultRule.Decision decision = FaultRule.decide(faults, FaultRule.kind(exchange.path()));
        Runnable act = () -> act(exchange, decision.act(), faults, next);
        if (decision.delayMillis() > 0) {
            exchange.after(decision.delayMillis(), act);
        } else {
            act.run();
        }
    }

    private static void act(Exchange exchange, FaultRule.Act act, FaultSettings faults, Runnable next) {
        switch (act) {
            case PASS -> next.run();
            case HANG -> exchange.hang();
            case RESET -> exchange.reset();
            case ANSWER -> {
                Map<String, String> body = Map.of("error", "this replica answers " + faults.answer() + " by a fault");
                String after = Integer.toString(faults.retryAfter());
                if (faults.retryAfter() > 0) {
                    exchange.instead(() -> exchange.json(faults.answer(), body, "retry-after", after));
                } else {
                    exchange.instead(() -> exchange.json(faults.answer(), body));
                }
            }
        }
    }

    @Override
    public long breakAfter(String path) {
        FaultSettings faults = current;
        return faults.breakAfter() >= 0 && FaultRule.kind(path) == FaultRule.Kind.OTHER ? faults.breakAfter() : -1;
    }
}
