package io.holdfast.cli.drill.verdict;

import java.util.List;
import java.util.Set;

/** What an outage of every replica meant for the requests that had to wait for its end. */
public final class OutageTally {
    private static final Set<Kind> MUST_WAIT = Set.of(Kind.GET, Kind.SLOW, Kind.KEYED);

    private OutageTally() {}

    /**
     * @param calls of the whole run
     * @param goneAt when the last replica was taken away
     * @param backAt when the first one served again
     * @param socketSilence longest of any WebSocket, nanoseconds
     * @param streamSilence longest of any event stream, nanoseconds
     * @return {@code outage.millis}, {@code outage.held} (requests that were waiting when the first replica came back), {@code
     *     outage.lastHeldMillis} (from then to the last of their answers), {@code outage.socketSilenceBeyondMillis} and {@code
     *     outage.streamSilenceBeyondMillis} (silence longer than the outage itself)
     */
    public static Measures of(List<Call> calls, long goneAt, long backAt, long socketSilence, long streamSilence) {
        List<Call> held = calls.stream()
                .filter(call -> MUST_WAIT.contains(call.kind()) && call.start() < backAt && call.end() >= backAt)
                .toList();
        long last = held.stream().mapToLong(Call::end).max().orElse(backAt);
        long outage = backAt - goneAt;
        return new Measures()
                .put("outage.millis", CallTally.millis(outage))
                .put("outage.held", held.size())
                .put("outage.lastHeldMillis", CallTally.millis(last - backAt))
                .put("outage.socketSilenceBeyondMillis", CallTally.millis(Math.max(0, socketSilence - outage)))
                .put("outage.streamSilenceBeyondMillis", CallTally.millis(Math.max(0, streamSilence - outage)));
    }
}
