package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Seen;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.drill.verdict.TrialTally;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Replicas that live and do wrong. */
final class FaultScripts {
    private static final double SECONDS = 14;

    static final Scenario PANIC_HEALTH = new MixedScenario(
            "panic-health",
            "the health path answers 404 on every replica, from before the gateway starts",
            Setup.PLAIN.withFaults("{\"health\":\"missing\"}"),
            8,
            Panic::new,
            Targets.nothingLostAnd(
                    Target.none("plain.failed"),
                    Target.below("get.worstMillis", 1000),
                    Target.below("get.p99Millis", 100),
                    Target.atLeast("panic.shown", 1)));

    static final Scenario SLOW_REPLICA = new MixedScenario(
            "slow-replica",
            "one replica is 800 ms late on every answer",
            Setup.PLAIN,
            SECONDS,
            () -> new OneFaulty("{\"delay\":800}"),
            Targets.nothingLostAnd(Target.none("plain.failed"), Target.below("get.p99Millis", 100)));

    static final Scenario BAD_503 = new MixedScenario(
            "bad-503",
            "one replica answers 503 to everything but its health check",
            Setup.PLAIN,
            SECONDS,
            () -> new OneFaulty("{\"answer\":503}"),
            Targets.failingReplica());

    static final Scenario BAD_RESET = new MixedScenario(
            "bad-reset",
            "one replica resets every request but its health check",
            Setup.PLAIN,
            SECONDS,
            () -> new OneFaulty("{\"reset\":true}"),
            Targets.failingReplica());

    static final Scenario BREAK_OFF = new MixedScenario(
            "break-off",
            "one replica breaks off every answer after 100 bytes",
            Setup.PLAIN,
            SECONDS,
            () -> new OneFaulty("{\"breakAfter\":100}"),
            Targets.brokenAnswers());

    private FaultScripts() {}

    /** The second replica fails from the second second on, until the load has ended. */
    private record OneFaulty(String fault) implements Script {
        private static final long OPEN = TimeUnit.SECONDS.toNanos(5);

        @Override
        public void act(Stage stage) throws IOException, InterruptedException {
            stage.at(1);
            stage.fault(stage.replicas().get(1), fault);
        }

        @Override
        public Measures more(Seen seen, Stage stage, long measuredFrom) {
            return TrialTally.of(seen.calls(), measuredFrom, OPEN);
        }
    }

    private static final class Panic implements Script {
        private int shown;

        @Override
        public void act(Stage stage) throws IOException, InterruptedException {
            stage.at(2);
            if (stage.gatewayIfAny().isPresent()) {
                String list = stage.gateway().replicasText().replace(" ", "");
                shown = list.contains("\"panic\":true") ? 1 : 0;
                stage.mark("the gateway " + (shown == 1 ? "shows" : "does not show") + " panic", false);
            }
        }

        @Override
        public Measures more(Seen seen, Stage stage, long measuredFrom) {
            return stage.gatewayIfAny().isPresent() ? new Measures().put("panic.shown", shown) : new Measures();
        }
    }

    static List<Scenario> all() {
        return List.of(PANIC_HEALTH, SLOW_REPLICA, BAD_503, BAD_RESET, BREAK_OFF);
    }
}
