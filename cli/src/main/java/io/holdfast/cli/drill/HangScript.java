package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;

/**
 * A replica that stands still: SIGSTOP, and SIGCONT nine seconds later.
 *
 * <p>No bound is set on keyed POSTs. One that the stopped replica had begun is moved at once, but an
 * API that honours the key must not run it twice: the second replica waits for the first to finish
 * or to die, so its answer comes when the stopped one goes on. That is the API's own promise.
 */
final class HangScript implements Script {
    static final Scenario HANG_STOP = new MixedScenario(
            "hang-stop",
            "SIGSTOP one replica for 9 s, then SIGCONT",
            Setup.PLAIN,
            16,
            HangScript::new,
            Targets.nothingLostAnd(
                    Target.none("plain.failed"),
                    Target.below("get.worstMillis", 1500),
                    Target.below("slow.worstMillis", 1650),
                    Target.below("websocket.silenceMillis", 2500)));

    private static final double STOPPED = 9;

    @Override
    public void act(Stage stage) throws IOException, InterruptedException {
        stage.at(2);
        Replica replica = stage.replicas().get(1);
        stage.mark("SIGSTOP " + replica.name(), true);
        replica.child().suspend();
        stage.pause(STOPPED);
        replica.child().resume();
        stage.mark("SIGCONT " + replica.name(), false);
    }
}
