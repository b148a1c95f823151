package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.verdict.SocketTrace;
import io.holdfast.cli.drill.wire.WebSocketMessage;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** The book of one WebSocket client: which of its numbered texts came back, in order and once, and how long it was silent. */
final class SocketLog {
    private static final String STATUS = "\"type\":\"status_update\"";

    private final String prefix;
    private final List<Long> sentAt = new ArrayList<>();
    private final BitSet answered = new BitSet();
    private final List<String> drops = new ArrayList<>();
    private final List<String> refusals = new ArrayList<>();
    private long messages;
    private long twice;
    private long disordered;
    private long foreign;
    private boolean heard;
    private long lastHeard;
    private long longestSilence;
    private boolean finished;

    SocketLog(String name) {
        prefix = "{\"echo\":\"" + name + "-";
    }

    /** Silence is counted from the first opening on, through every drop. */
    void opened(long now) {
        if (!heard) {
            heard = true;
            lastHeard = now;
        }
    }

    WebSocketMessage nextEcho(long now) {
        sentAt.add(now);
        return WebSocketMessage.text(prefix + (sentAt.size() - 1) + "\"}");
    }

    void received(String text, long now) {
        messages++;
        hear(now);
        if (text.startsWith(prefix) && text.endsWith("\"}")) {
            echo(text.substring(prefix.length(), text.length() - 2));
        } else if (!text.replace(" ", "").contains(STATUS)) {
            foreign++;
        }
    }

    private void echo(String number) {
        int index = number.matches("\\d{1,9}") ? Integer.parseInt(number) : Integer.MAX_VALUE;
        if (index >= sentAt.size()) {
            foreign++;
        } else if (answered.get(index)) {
            twice++;
        } else {
            disordered += answered.length() > index ? 1 : 0;
            answered.set(index);
        }
    }

    private void hear(long now) {
        if (heard && !finished) {
            longestSilence = Math.max(longestSilence, now - lastHeard);
        }
        lastHeard = now;
    }

    void dropped(String reason) {
        if (!finished) {
            drops.add(reason);
        }
    }

    void refused(String reason) {
        refusals.add(reason);
    }

    /** From now on only outstanding echoes count. */
    void finished(long now) {
        hear(now);
        finished = true;
    }

    boolean waiting() {
        return !sentAt.isEmpty() && !answered.get(sentAt.size() - 1);
    }

    SocketTrace trace() {
        List<Long> unanswered = IntStream.range(0, sentAt.size())
                .filter(index -> !answered.get(index))
                .mapToObj(sentAt::get)
                .toList();
        return new SocketTrace(
                messages,
                sentAt.size(),
                unanswered,
                twice,
                disordered,
                foreign,
                List.copyOf(drops),
                List.copyOf(refusals),
                longestSilence);
    }
}
