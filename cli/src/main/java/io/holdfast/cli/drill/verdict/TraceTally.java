package io.holdfast.cli.drill.verdict;

import java.util.List;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** Adds up what WebSocket and event-stream clients saw. */
public final class TraceTally {
    private TraceTally() {}

    /**
     * @param traces one per client
     * @param marks what the drill did; a frame without an echo is set down to the last loss before its sending, or to the next
     *     one when it follows within {@code windowNanos}
     * @param windowNanos how long after a loss a frame may still go astray on its account
     * @return {@code websocket.*}
     */
    public static Measures sockets(List<SocketTrace> traces, List<Mark> marks, long windowNanos) {
        List<String> drops = traces.stream().flatMap(t -> t.drops().stream()).toList();
        List<String> refusals =
                traces.stream().flatMap(t -> t.refusals().stream()).toList();
        long worst = 0;
        long unexplained = 0;
        for (SocketTrace trace : traces) {
            TreeMap<Long, Long> byLoss = new TreeMap<>();
            for (long sentAt : trace.unanswered()) {
                long loss = lossOf(sentAt, marks, windowNanos);
                unexplained += loss == Long.MIN_VALUE ? 1 : 0;
                byLoss.merge(loss, 1L, Long::sum);
            }
            worst = Math.max(
                    worst, byLoss.values().stream().mapToLong(n -> n).max().orElse(0));
        }
        return new Measures()
                .put("websocket.clients", traces.size())
                .put("websocket.messages", sum(traces, SocketTrace::messages))
                .put("websocket.echoes", sum(traces, SocketTrace::echoes))
                .put("websocket.drops", drops.size(), Measures.counted(drops))
                .put("websocket.refused", refusals.size(), Measures.counted(refusals))
                .put("websocket.silenceMillis", silence(traces, SocketTrace::longestSilence))
                .put("websocket.unanswered", sum(traces, t -> t.unanswered().size()))
                .put("websocket.unansweredPerLoss", worst)
                .put("websocket.unansweredUnexplained", unexplained)
                .put("websocket.twice", sum(traces, SocketTrace::twice))
                .put("websocket.disordered", sum(traces, SocketTrace::disordered))
                .put("websocket.foreign", sum(traces, SocketTrace::foreign));
    }

    /** The instant of the loss that explains a frame without an echo, {@code Long.MIN_VALUE} for none. */
    private static long lossOf(long sentAt, List<Mark> marks, long windowNanos) {
        long best = Long.MIN_VALUE;
        for (Mark mark : marks) {
            // The slack lets a frame count that left just before the blow and was not answered any more.
            boolean explains = mark.loss() && sentAt - mark.at() <= windowNanos && mark.at() - sentAt <= 50_000_000;
            if (explains && mark.at() > best) {
                best = mark.at();
            }
        }
        return best;
    }

    /**
     * @param traces one per client
     * @return {@code events.*}
     */
    public static Measures streams(List<StreamTrace> traces) {
        List<String> drops = traces.stream().flatMap(t -> t.drops().stream()).toList();
        List<String> refusals =
                traces.stream().flatMap(t -> t.refusals().stream()).toList();
        return new Measures()
                .put("events.clients", traces.size())
                .put("events.received", sum(traces, StreamTrace::events))
                .put("events.missing", sum(traces, StreamTrace::missing))
                .put("events.twice", sum(traces, StreamTrace::twice))
                .put("events.cut", sum(traces, StreamTrace::cut))
                .put("events.drops", drops.size(), Measures.counted(drops))
                .put("events.refused", refusals.size(), Measures.counted(refusals))
                .put("events.silenceMillis", silence(traces, StreamTrace::longestSilence));
    }

    private static <T> long sum(List<T> traces, ToLongFunction<T> value) {
        return traces.stream().mapToLong(value).sum();
    }

    private static <T> double silence(List<T> traces, ToLongFunction<T> value) {
        return CallTally.millis(traces.stream().mapToLong(value).max().orElse(0));
    }
}
