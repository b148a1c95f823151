package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.drill.verdict.Verdict;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Runs scenarios, each on a stage of its own. */
final class Drill {
    /** Measures that only a Holdfast gateway tells. */
    private static final Set<String> HOLDFAST_ONLY = Set.of("panic", "breaker", "restart", "gateway");

    private final Settings settings;
    private final Ticker ticker;
    private final Consumer<String> progress;

    Drill(Settings settings, Ticker ticker, Consumer<String> progress) {
        this.settings = settings;
        this.ticker = ticker;
        this.progress = progress;
    }

    Verdict run(Scenario scenario) throws IOException, InterruptedException {
        boolean holdfast = settings.entry().isEmpty() || settings.management().isPresent();
        if (scenario.setup().gateway() && !holdfast) {
            return Verdict.skipped(scenario.name(), "needs Holdfast's management port (--management)");
        }
        progress.accept(scenario.name() + ": " + scenario.summary());
        Topology topology = new Topology(settings, ticker);
        // A drill that is interrupted must not leave processes behind, stopped ones least of all.
        Thread ender = new Thread(() -> end(topology), "drill-end");
        Runtime.getRuntime().addShutdownHook(ender);
        try {
            Stage stage = topology.raise(scenario, progress);
            Measures measures = scenario.run(stage);
            List<Target> targets = scenario.targets(settings).stream()
                    .filter(target -> holdfast
                            || !HOLDFAST_ONLY.contains(target.measure()
                                    .substring(0, target.measure().indexOf('.'))))
                    .toList();
            return Verdict.of(scenario.name(), measures, targets);
        } finally {
            end(topology);
            unhook(ender);
        }
    }

    private static void end(Topology topology) {
        try {
            topology.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void unhook(Thread ender) {
        try {
            Runtime.getRuntime().removeShutdownHook(ender);
        } catch (IllegalStateException e) {
            // The machine is going down already and runs the hook.
        }
    }
}
