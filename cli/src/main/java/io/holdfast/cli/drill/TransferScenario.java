package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Transfer;
import io.holdfast.cli.drill.verdict.Call;
import io.holdfast.cli.drill.verdict.CallTally;
import io.holdfast.cli.drill.verdict.Kind;
import io.holdfast.cli.drill.verdict.Measures;
import io.holdfast.cli.drill.verdict.Target;
import io.holdfast.cli.process.Child;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A very large upload and download through a gateway with a small heap. */
final class TransferScenario implements Scenario {
    private static final int HEAP_MIB = 128;
    /** Code, threads, class data and direct buffers of a gateway; what a body that is kept whole would burst. */
    private static final int BESIDE_HEAP_MIB = 256;

    @Override
    public String name() {
        return "uploads";
    }

    @Override
    public String summary() {
        return "a 1 GiB POST and a 1 GiB download through a gateway with a heap of 128 MiB";
    }

    @Override
    public Setup setup() {
        return Setup.PLAIN.withJavaOpts("-Xmx" + HEAP_MIB + "m");
    }

    @Override
    public Measures run(Stage stage) throws IOException {
        long bytes = stage.settings().bytes();
        stage.begin();
        String sha256 = stage.digest(bytes);
        Transfer transfer = new Transfer(stage.entry(), stage.ticker());
        stage.mark("upload of " + (bytes >> 20) + " MiB", false);
        Call up = transfer.upload("/api/upload", bytes, stage.random());
        stage.mark("download of " + (bytes >> 20) + " MiB", false);
        Call down = transfer.download(Stage.file(bytes), sha256);
        stage.mark("done", false);
        List<Call> calls = new ArrayList<>(List.of(up, down));
        Measures measures = CallTally.of(Kind.UPLOAD, calls, 0).addAll(CallTally.of(Kind.DOWNLOAD, calls, 0));
        Child gateway = stage.gatewayIfAny().map(Gateway::child).orElse(null);
        if (gateway != null) {
            double peak = Machine.memory(gateway, "VmHWM");
            if (!Double.isNaN(peak)) {
                measures.put("gateway.rssPeakMiB", Math.round(peak));
            }
            measures.put("gateway.leaks", stage.gateway().leaks());
        }
        return measures;
    }

    @Override
    public List<Target> targets(Settings settings) {
        List<Target> targets = new ArrayList<>(List.of(
                Target.atLeast("upload.ok", 1),
                Target.none("upload.failed"),
                Target.atLeast("download.ok", 1),
                Target.none("download.failed")));
        if (settings.entry().isEmpty() && Machine.known()) {
            targets.add(Target.atMost("gateway.rssPeakMiB", HEAP_MIB + BESIDE_HEAP_MIB));
            targets.add(Target.none("gateway.leaks"));
        }
        return targets;
    }
}
