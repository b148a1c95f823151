package io.holdfast.stub.event;

/** {@code connected}, then a heartbeat at an interval, for ever. */
final class HeartbeatEvents implements EventSource {
    private final Pace pace;
    private final String replica;
    private boolean connected;

    HeartbeatEvents(Pace pace, String replica) {
        this.pace = pace;
        this.replica = replica;
    }

    @Override
    public long waitMillis() {
        return connected ? pace.waitMillis() : 0;
    }

    @Override
    public String next() {
        String data = "\ndata: {\"replica\":\"" + replica + "\"}\n\n";
        if (!connected) {
            connected = true;
            return "event: connected" + data;
        }
        pace.done();
        return "event: heartbeat" + data;
    }
}
