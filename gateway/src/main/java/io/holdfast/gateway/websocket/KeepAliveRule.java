package io.holdfast.gateway.websocket;

/** When one end of a WebSocket is pinged, and when its silence means that it is dead. Not thread-safe. */
final class KeepAliveRule {

    /** What follows from a look. */
    enum Verdict {
        FINE,
        PING,
        DEAD
    }

    private final long keepAliveNanos;
    private boolean pinged;
    private long pingedAt;

    /** @param keepAliveNanos of silence before a ping, and as much again for its answer */
    KeepAliveRule(long keepAliveNanos) {
        this.keepAliveNanos = keepAliveNanos;
    }

    /**
     * Looks at an end.
     *
     * @param lastSeen when the last sign of life came
     * @param reading whether it is being read; what waits unread says nothing about who sent it
     */
    Verdict look(long now, long lastSeen, boolean reading) {
        if (!reading || now - lastSeen <= keepAliveNanos) {
            pinged = false;
            return Verdict.FINE;
        }
        boolean answered = lastSeen - pingedAt >= 0;
        if (!pinged || answered) {
            pinged = true;
            pingedAt = now;
            return Verdict.PING;
        }
        return now - pingedAt > keepAliveNanos ? Verdict.DEAD : Verdict.FINE;
    }
}
