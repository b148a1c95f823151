package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Seen;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.OutageTally;
import io.holdfast.cli.drill.verdict.SocketTrace;
import io.holdfast.cli.drill.verdict.StreamTrace;
import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;
import java.util.List;

/** Replicas that die. */
final class KillScripts {
    static final Scenario KILL_ROLLING = new MixedScenario(
            "kill-rolling",
            "kill -9 one replica after the other, each started again: six kills in 20 s",
            Setup.PLAIN,
            20,
            KillRolling::new,
            Targets.nothingLostAnd(
                    Target.none("plain.unexcused"),
                    Target.below("get.worstMillis", 1500),
                    Target.below("websocket.silenceMillis", 1000),
                    Target.atMost("websocket.unansweredPerLoss", 1)));

    static final Scenario ALL_AWAY = new MixedScenario(
            "all-away",
            "kill -9 every replica at once, start them again after 2 s",
            Setup.PLAIN,
            12,
            AllAway::new,
            Targets.nothingLostAnd(
                    Target.none("plain.unexcused"),
                    Target.atLeast("outage.held", 10),
                    Target.atMost("outage.lastHeldMillis", 500),
                    Target.atMost("outage.socketSilenceBeyondMillis", 500),
                    Target.atMost("websocket.unansweredPerLoss", 1)));

    private KillScripts() {}

    private static final class KillRolling implements Script {
        private static final int KILLS = 6;
        private static final double APART = 3.2;
        private static final double AWAY = 1;

        @Override
        public void act(Stage stage) throws IOException, InterruptedException {
            for (int i = 0; i < KILLS; i++) {
                stage.at(0.5 + i * APART);
                Replica replica = stage.replicas().get(i % stage.replicas().size());
                stage.kill(replica);
                stage.pause(AWAY);
                stage.restart(replica);
            }
        }
    }

    private static final class AllAway implements Script {
        private static final double AWAY = 2;
        private long goneAt;
        private long backAt;

        @Override
        public void act(Stage stage) throws IOException, InterruptedException {
            stage.at(2);
            for (Replica replica : stage.replicas()) {
                goneAt = stage.kill(replica);
            }
            stage.pause(AWAY);
            for (Replica replica : stage.replicas()) {
                replica.start();
            }
            backAt = firstServing(stage);
            stage.mark("the first replica serves again", false);
            for (Replica replica : stage.replicas()) {
                replica.awaitServing();
            }
            stage.mark("all replicas serve again", false);
        }

        private static long firstServing(Stage stage) throws InterruptedException {
            while (true) {
                for (Replica replica : stage.replicas()) {
                    if (replica.serves()) {
                        return stage.ticker().nanos();
                    }
                }
                stage.pause(0.005);
            }
        }

        @Override
        public Measures more(Seen seen, Stage stage, long measuredFrom) {
            long sockets = seen.sockets().stream()
                    .mapToLong(SocketTrace::longestSilence)
                    .max()
                    .orElse(0);
            long streams = seen.streams().stream()
                    .mapToLong(StreamTrace::longestSilence)
                    .max()
                    .orElse(0);
            return OutageTally.of(seen.calls(), goneAt, backAt, sockets, streams);
        }
    }

    static List<Scenario> all() {
        return List.of(KILL_ROLLING, ALL_AWAY);
    }
}
