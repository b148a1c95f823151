package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Seen;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Planned restarts: drain, SIGTERM, start, undrain, twice round the replicas. */
final class RestartScript implements Script {
    static final Scenario ROLLING_RESTART = new MixedScenario(
            "rolling-restart",
            "drain, SIGTERM and start each replica, one after the other, twice round",
            Setup.HOLDFAST,
            20,
            RestartScript::new,
            Targets.nothingLostAnd(
                    Target.none("plain.failed"),
                    Target.none("websocket.unanswered"),
                    Target.below("websocket.silenceMillis", 500),
                    Target.atLeast("restart.done", 6),
                    Target.atMost("restart.exitWorstMillis", 1500)));

    private static final int ROUNDS = 2;
    private static final long EXIT_MILLIS = 15_000;
    private int done;
    private long worstExit;

    @Override
    public void act(Stage stage) throws IOException, InterruptedException {
        stage.at(0.5);
        for (int round = 0; round < ROUNDS; round++) {
            for (Replica replica : stage.replicas()) {
                restart(stage, replica);
            }
        }
    }

    private void restart(Stage stage, Replica replica) throws IOException, InterruptedException {
        Gateway gateway = stage.gateway();
        stage.mark("drain " + replica.name(), false);
        gateway.act(replica, "{\"action\":\"drain\",\"wait\":\"10s\"}");
        long asked = stage.mark("SIGTERM " + replica.name(), true);
        replica.child().terminate();
        if (!replica.child().awaitExit(EXIT_MILLIS)) {
            throw new IOException(replica.name() + " does not end on SIGTERM");
        }
        worstExit = Math.max(worstExit, stage.ticker().nanos() - asked);
        stage.restart(replica);
        gateway.act(replica, "{\"action\":\"undrain\"}");
        gateway.awaitUp(replica, stage.ticker());
        stage.mark(replica.name() + " is UP", false);
        done++;
    }

    @Override
    public Measures more(Seen seen, Stage stage, long measuredFrom) {
        return new Measures()
                .put("restart.done", done)
                .put("restart.exitWorstMillis", TimeUnit.NANOSECONDS.toMillis(worstExit));
    }
}
