package io.holdfast.cli.drill;

import io.holdfast.cli.drill.verdict.Target;
import java.io.IOException;

/** A replica that stands still: SIGSTOP, and SIGCONT nine seconds later. */
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
                    Target.below("keyed.worstMillis", 1550),
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
