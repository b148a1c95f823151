package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Storm;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.CallTally;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;
import java.util.List;

/** Clients that leave: afterwards nothing may be counted as in flight. */
final class StormScenario implements Scenario {
    private static final List<String> COUNTS = List.of("inFlight", "webSockets", "streams");
    private static final double SETTLE = 5;

    @Override
    public String name() {
        return "cancel-storm";
    }

    @Override
    public String summary() {
        return "100,000 requests, half of them broken off by their clients: nothing may stay in flight";
    }

    @Override
    public Setup setup() {
        return Setup.HOLDFAST.withJavaOpts("-Dio.netty.leakDetection.level=advanced");
    }

    @Override
    public Measures run(Stage stage) throws IOException, InterruptedException {
        stage.begin();
        Storm storm = new Storm(stage.entry(), stage.ticker(), stage.settings().requests());
        List<Call> calls = storm.run(stage.random());
        stage.mark(storm.cancelled() + " of " + stage.settings().requests() + " requests broken off", false);
        Measures measures = CallTally.of(Kind.GET, calls, 0).put("storm.cancelled", storm.cancelled());
        for (String count : COUNTS) {
            measures.put("gateway." + count, settled(stage, count));
        }
        return measures.put("gateway.leaks", stage.gateway().leaks());
    }

    /** The number once it is 0, or what it still is after five seconds. */
    private static long settled(Stage stage, String count) throws IOException, InterruptedException {
        long left = stage.gateway().total(count);
        for (int i = 0; left > 0 && i < SETTLE * 10; i++) {
            stage.pause(0.1);
            left = stage.gateway().total(count);
        }
        return left;
    }

    @Override
    public List<Target> targets(Settings settings) {
        return List.of(
                Target.atLeast("get.ok", settings.requests() / 2),
                Target.none("get.failed"),
                Target.atLeast("storm.cancelled", settings.requests() / 2),
                Target.none("gateway.inFlight"),
                Target.none("gateway.webSockets"),
                Target.none("gateway.streams"),
                Target.none("gateway.leaks"));
    }
}
