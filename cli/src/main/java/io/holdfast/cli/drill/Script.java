package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Seen;
import io.holdfast.cli.drill.verdict.Measures;
import java.io.IOException;

/** What is done to the replicas while the load runs. */
interface Script {
    /** Does it; every replica serves again when it returns. */
    void act(Stage stage) throws IOException, InterruptedException;

    /** Measures of this script alone. */
    default Measures more(Seen seen, Stage stage, long measuredFrom) throws IOException {
        return new Measures();
    }
}
