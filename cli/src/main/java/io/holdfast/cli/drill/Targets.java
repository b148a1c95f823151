package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Target;
import java.util.ArrayList;
import java.util.List;

/** The targets that several scenarios share. */
final class Targets {
    /** No request that may be repeated fails, and none is done twice; what may not be repeated fails honestly. */
    static final List<Target> REQUESTS = List.of(
            Target.atLeast("get.ok", 2000),
            Target.atLeast("slow.ok", 100),
            Target.atLeast("keyed.ok", 100),
            Target.atLeast("plain.ok", 100),
            Target.none("get.failed"),
            Target.none("slow.failed"),
            Target.none("keyed.failed"),
            Target.none("keyed.doubled"),
            Target.none("keyed.lost"),
            Target.none("plain.doubled"),
            Target.none("plain.lost"),
            Target.none("plain.lied"),
            Target.none("plain.dishonest"));

    /** No WebSocket, event stream or download is lost. */
    static final List<Target> STREAMS = List.of(
            Target.atLeast("websocket.echoes", 100),
            Target.none("websocket.drops"),
            Target.none("websocket.refused"),
            Target.none("websocket.twice"),
            Target.none("websocket.disordered"),
            Target.none("websocket.foreign"),
            Target.none("websocket.unansweredUnexplained"),
            Target.atLeast("events.received", 100),
            Target.none("events.drops"),
            Target.none("events.refused"),
            Target.none("events.missing"),
            Target.none("events.twice"),
            Target.none("events.cut"),
            Target.atLeast("download.ok", 1),
            Target.none("download.failed"));

    private Targets() {}

    /** Nothing is lost, and besides what is given here. */
    static List<Target> nothingLostAnd(Target... more) {
        List<Target> all = new ArrayList<>(REQUESTS);
        all.addAll(STREAMS);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    /**
     * One replica fails every request: its breaker opens within 20 of them and it gets trials only. A POST without key may end
     * there, with the replica's own 503 or an honest word.
     */
    static List<Target> failingReplica() {
        List<Target> all = new ArrayList<>(REQUESTS);
        all.removeIf(target -> target.measure().equals("plain.dishonest"));
        all.addAll(STREAMS);
        all.add(Target.atLeast("breaker.hitsUntilOpen", 1));
        all.add(Target.atMost("breaker.hitsUntilOpen", 20));
        all.add(Target.atMost("breaker.hitsLater", 12));
        return List.copyOf(all);
    }

    /** One replica breaks off every answer: nobody but a POST without key, whose answer cannot be asked for again, sees it. */
    static List<Target> brokenAnswers() {
        return failingReplica();
    }
}
