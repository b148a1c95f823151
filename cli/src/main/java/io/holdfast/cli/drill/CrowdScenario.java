package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Crowd;
import io.holdfast.cli.drill.verdict.CrowdTally;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.process.Child;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many idle WebSockets on one replica, which is killed. */
final class CrowdScenario implements Scenario {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long OPEN = 120 * SECOND;
    private static final long ECHO = 60 * SECOND;
    private static final long NOTICE = SECOND * 3 / 10;

    @Override
    public String name() {
        return "ws-many";
    }

    @Override
    public String summary() {
        return "many idle WebSockets on one replica, which is killed: when is the last one back?";
    }

    /** Only the replica that is killed runs while the sockets open, so that all of them are on it. */
    @Override
    public Setup setup() {
        return Setup.PLAIN.withRunning(1);
    }

    @Override
    public Measures run(Stage stage) throws IOException, InterruptedException {
        int wanted = stage.settings().sockets();
        double before = memory(stage);
        try (Crowd crowd =
                new Crowd(stage.entry(), stage.ticker(), "/api/ws/status?interval=3600000", stage.random())) {
            stage.begin();
            int opened = crowd.open(wanted, OPEN);
            stage.mark(opened + " of " + wanted + " WebSockets open", false);
            Crowd.Round alive = crowd.echo(ECHO);
            stage.mark(alive.answeredAt().length + " answered", false);
            double after = memory(stage);
            serveOthers(stage, crowd);
            long lostAt = stage.kill(stage.replicas().get(0));
            // A text sent before the proxy noticed the loss would be lost with the replica and say nothing on the
            // socket.
            crowd.idle(NOTICE);
            Crowd.Round back = crowd.echo(ECHO);
            stage.mark(back.answeredAt().length + " are back", false);
            Measures measures =
                    CrowdTally.of(opened, lostAt, back.answeredAt(), back.repeated(), crowd.drops(), crowd.refusals());
            if (!Double.isNaN(before)) {
                measures.put("crowd.kibPerSocket", Math.round((after - before) * 1024 / Math.max(1, opened)));
                measures.put("gateway.rssPeakMiB", Math.round(Machine.memory(child(stage), "VmHWM")));
            }
            return measures;
        }
    }

    private static void serveOthers(Stage stage, Crowd crowd) throws IOException, InterruptedException {
        List<Replica> others = stage.replicas().subList(1, stage.replicas().size());
        for (Replica replica : others) {
            replica.start();
        }
        for (Replica replica : others) {
            replica.awaitServing();
            if (stage.gatewayIfAny().isPresent()) {
                stage.gateway().awaitUp(replica, stage.ticker());
            }
        }
        // A proxy that tells nothing gets the time of four probes to find them.
        crowd.idle(2 * SECOND);
        stage.mark("the other replicas serve", false);
    }

    private static Child child(Stage stage) {
        return stage.gatewayIfAny().map(Gateway::child).orElse(null);
    }

    private static double memory(Stage stage) {
        return child(stage) == null ? Double.NaN : Machine.memory(child(stage), "VmRSS");
    }

    @Override
    public List<Target> targets(Settings settings) {
        return List.of(
                Target.atLeast("crowd.opened", settings.sockets()),
                Target.none("crowd.refused"),
                Target.none("crowd.drops"),
                Target.none("crowd.silent"),
                Target.atLeast("crowd.back", settings.sockets()),
                Target.below("crowd.backLastMillis", 15_000));
    }
}
