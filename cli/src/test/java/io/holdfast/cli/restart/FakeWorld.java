package io.holdfast.cli.restart;

import io.holdfast.cli.restart.Step.Drain;
import io.holdfast.cli.restart.Step.Restart;
import io.holdfast.cli.restart.Step.Tell;
import io.holdfast.cli.restart.Step.Undrain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Replicas in virtual time: what a round says is done to them, and they go and come as they were told to. */
final class FakeWorld {

    private static final Duration TICK = Duration.ofMillis(200);

    /** A replica of this world. */
    static final class Replica {
        final String name;
        boolean draining;
        int busy;
        Duration stopTakes = Duration.ofSeconds(1);
        Duration startTakes = Duration.ofSeconds(3);
        Duration workEndsAfter = Duration.ofSeconds(2);
        /** It goes down again so long after it came up; null: it stays. */
        Duration failsAfter;
        /** The gateway does not see that it went. */
        boolean unseen;

        boolean ejected;
        String cannotDrain = "";
        String cannotRestart = "";
        int undrainFailures;
        int restarts;

        private Duration drainedAt;
        private Duration stopped;
        private Duration upAt = Duration.ZERO;
        private Duration downAt;
        private int marks;

        Replica(String name) {
            this.name = name;
        }

        /** Never comes back. */
        Replica lost() {
            startTakes = Duration.ofDays(1);
            return this;
        }

        Replica down() {
            upAt = Duration.ofDays(1);
            return this;
        }
    }

    final Map<String, Replica> replicas = new LinkedHashMap<>();
    final List<String> log = new ArrayList<>();
    Duration now = Duration.ZERO;
    /** The gateways are away from this moment to that. */
    Duration blindFrom = Duration.ofDays(1);

    Duration blindTo = Duration.ofDays(1);
    int leastUsable = Integer.MAX_VALUE;
    int mostUnderWay;

    Replica replica(String name) {
        return replicas.computeIfAbsent(name, Replica::new);
    }

    /** Runs a round to its end; a day at most. */
    void run(Round round) {
        while (!round.isOver() && now.compareTo(Duration.ofDays(1)) < 0) {
            restartsThatEnd(round);
            if (now.compareTo(blindFrom) >= 0 && now.compareTo(blindTo) < 0) {
                round.blind(now, "gateway away");
            } else {
                round.look(now, seen()).forEach(step -> carryOut(round, step));
            }
            leastUsable = Math.min(
                    leastUsable, (int) seen().stream().filter(Seen::usable).count());
            now = now.plus(TICK);
        }
    }

    List<Seen> seen() {
        return replicas.values().stream().map(this::seen).toList();
    }

    private Seen seen(Replica r) {
        if (r.failsAfter != null
                && r.downAt == null
                && r.restarts > 0
                && isUp(r)
                && now.compareTo(r.upAt.plus(r.failsAfter)) >= 0) {
            r.downAt = now;
            r.upAt = Duration.ofDays(1);
            r.marks++;
        }
        boolean up = isUp(r) || r.unseen;
        if (r.drainedAt != null && now.compareTo(r.drainedAt.plus(r.workEndsAfter)) >= 0) {
            r.busy = 0;
        }
        String state = r.draining ? "DRAINING" : !up ? "DOWN" : r.ejected ? "EJECTED" : "UP";
        int marks = r.unseen ? 0 : r.marks + (up ? 1 : 0);
        return new Seen(r.name, up, state.equals("UP"), r.draining, state, r.busy, List.of(), "" + marks);
    }

    private boolean isUp(Replica r) {
        return r.stopped == null && now.compareTo(r.upAt) >= 0;
    }

    private void restartsThatEnd(Round round) {
        int underWay = 0;
        for (Replica r : replicas.values()) {
            if (r.stopped != null) {
                underWay++;
                if (now.compareTo(r.stopped.plus(r.stopTakes)) >= 0) {
                    r.stopped = null;
                    r.upAt = now.plus(r.startTakes);
                    r.marks += 2;
                    round.restarted(now, r.name, List.of(r.name)).forEach(step -> carryOut(round, step));
                }
            }
        }
        mostUnderWay = Math.max(mostUnderWay, underWay);
    }

    private void carryOut(Round round, Step step) {
        Replica r = replica(step.replica());
        if (step instanceof Tell tell) {
            log.add(tell.replica() + " " + tell.what() + (tell.words().isEmpty() ? "" : ": " + tell.words()));
        } else if (step instanceof Drain) {
            if (r.cannotDrain.isEmpty()) {
                r.draining = true;
                r.drainedAt = now;
            } else {
                round.failed(r.name, r.cannotDrain).forEach(next -> carryOut(round, next));
            }
        } else if (step instanceof Restart) {
            if (r.cannotRestart.isEmpty()) {
                r.restarts++;
                r.stopped = now;
            } else {
                round.failed(r.name, r.cannotRestart).forEach(next -> carryOut(round, next));
            }
        } else if (step instanceof Undrain) {
            if (r.undrainFailures-- > 0) {
                round.notUndrained(r.name);
            } else {
                r.draining = false;
                r.drainedAt = null;
            }
        }
    }
}
