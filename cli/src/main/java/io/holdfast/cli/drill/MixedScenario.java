package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Load;
import io.holdfast.cli.drill.load.Mix;
import io.holdfast.cli.drill.load.RemoteFile;
import io.holdfast.cli.drill.load.Seen;
import io.holdfast.cli.drill.verdict.CallTally;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.drill.verdict.TraceTally;
import io.holdfast.cli.drill.verdict.WorkTally;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A script under the mixed load.
 *
 * @param seconds from the end of the warm-up to the end of the load
 * @param script makes a new script for each run
 */
record MixedScenario(
        String name, String summary, Setup setup, double seconds, Supplier<Script> script, List<Target> targets)
        implements Scenario {
    private static final double WARM_UP = 4;
    private static final long FRAME_WINDOW = TimeUnit.MILLISECONDS.toNanos(2500);

    @Override
    public List<Target> targets(Settings settings) {
        return targets;
    }

    @Override
    public Measures run(Stage stage) throws IOException, InterruptedException {
        Mix mix = stage.settings().mix();
        Script acts = script.get();
        long size = mix.downloadBytes();
        RemoteFile file = new RemoteFile(Stage.file(size), stage.digest(size));
        Load load = new Load(mix, stage.entry(), stage.ticker(), stage.runName(), file, stage.random());
        load.start(stage.ticker());
        stage.pause(WARM_UP);
        stage.begin();
        long measuredFrom = stage.mark("measured from here", false);
        Machine machine = Machine.look();
        acts.act(stage);
        stage.at(seconds);
        Measures busy = machine.sinceThen();
        Seen seen = load.finish();
        return tally(seen, stage, measuredFrom)
                .addAll(acts.more(seen, stage, measuredFrom))
                .addAll(busy);
    }

    private static Measures tally(Seen seen, Stage stage, long measuredFrom) throws IOException {
        Map<String, Integer> executions = stage.executions();
        Measures measures = new Measures();
        for (Kind kind : List.of(Kind.GET, Kind.SLOW, Kind.KEYED, Kind.PLAIN, Kind.DOWNLOAD)) {
            measures.addAll(CallTally.of(kind, seen.calls(), measuredFrom));
        }
        measures.addAll(CallTally.honesty(seen.calls(), stage.marks()));
        measures.addAll(WorkTally.of(Kind.KEYED, seen.calls(), executions));
        measures.addAll(WorkTally.of(Kind.PLAIN, seen.calls(), executions));
        measures.addAll(TraceTally.sockets(seen.sockets(), stage.marks(), FRAME_WINDOW));
        measures.addAll(TraceTally.streams(seen.streams()));
        if (stage.gatewayIfAny().isPresent()) {
            measures.put("gateway.leaks", Math.max(0, stage.gateway().leaks()));
        }
        return measures;
    }
}
