package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;
import java.util.List;

/** One way of losing replicas, and what clients may see of it. */
interface Scenario {
    /** As on the command line. */
    String name();

    /** What happens in it, in a line. */
    String summary();

    /** What it needs of the stage. */
    default Setup setup() {
        return Setup.PLAIN;
    }

    /** Lets it happen, and measures. */
    Measures run(Stage stage) throws IOException, InterruptedException;

    /** What has to hold. */
    List<Target> targets(Settings settings);
}
