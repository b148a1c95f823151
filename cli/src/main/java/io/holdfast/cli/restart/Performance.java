package io.holdfast.cli.restart;

import io.holdfast.cli.config.Durations;
import io.holdfast.cli.restart.Round.Outcome;
import io.holdfast.cli.signal.SecondSignal;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** One run of a round from its plan to its exit code: what happens is reported and kept, and Ctrl-C ends it well. */
final class Performance implements Conductor.Listener {

    private static final int DONE = 0;
    private static final int NOT_DONE = 1;
    private static final int COULD_NOT = 3;

    private final Round round;
    private final Ledger ledger;
    private final Report report;
    private final Fleet fleet;
    private final Conductor conductor;
    private final Map<String, List<String>> names = new HashMap<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean interrupted;
    private boolean complained;

    Performance(Fleet fleet, Round round, Ledger ledger, Report report, Ticker ticker) {
        this.fleet = fleet;
        this.round = round;
        this.ledger = ledger;
        this.report = report;
        this.conductor = new Conductor(fleet, round, ledger.drained(), ticker, this);
    }

    /** @return the exit code */
    int run() throws IOException, InterruptedException {
        Thread onSignal = new Thread(this::interrupt, "restart-interrupted");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            Set<String> stillDrained = conductor.run();
            return end(stillDrained);
        } finally {
            over.countDown();
            forget(onSignal);
        }
    }

    /** The machine ends when its hooks have: this one waits until what was drained is undrained. */
    void interrupt() {
        SecondSignal.endsAtOnce();
        interrupted = true;
        report.note("interrupted: undraining; a restart under way is ended first, a second signal ends at once");
        conductor.leave();
        try {
            over.await();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException endingAlready) {
            // The hook runs now.
        }
    }

    private int end(Set<String> stillDrained) throws IOException {
        boolean whole = !interrupted && round.outcome() == Outcome.COMPLETED;
        if (whole && stillDrained.isEmpty()) {
            ledger.end();
        }
        String culprit = round.culprit() == null ? "" : round.culprit();
        report.end(new Report.End(
                interrupted && round.culprit() == null ? "interrupted" : words(round.outcome()),
                round.why(),
                round.done(),
                round.unfinished(),
                round.untouched(),
                culprit,
                culprit.isEmpty() ? List.of() : fleet.lastLines(culprit),
                stillDrained));
        return whole && stillDrained.isEmpty() ? DONE : round.outcome() == Outcome.BLIND ? COULD_NOT : NOT_DONE;
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case COMPLETED -> "completed";
            case STOPPED -> "stopped";
            case HELD_UP -> "held up";
            case BLIND -> "gateway lost";
        };
    }

    @Override
    public void told(String replica, Progress what, String words) {
        report.step(replica, what, words);
        if (what == Progress.DONE) {
            Set<String> all = new LinkedHashSet<>(List.of(replica));
            all.addAll(names.getOrDefault(replica, List.of()));
            kept(() -> ledger.done(all));
        }
    }

    @Override
    public void drained(Set<String> replicas) {
        kept(() -> ledger.drained(replicas));
    }

    @Override
    public void stillDrained(Set<String> replicas) {
        report.note("not undrained yet, tried for " + Durations.text(Conductor.UNDRAIN_LONGEST) + ": "
                + String.join(", ", replicas));
    }

    @Override
    public void restarted(String replica, List<String> all) {
        names.put(replica, all);
    }

    /** A full disk must not keep replicas drained: the round goes on, and says once what is lost. */
    private void kept(Writing writing) {
        try {
            writing.write();
        } catch (IOException unwritable) {
            if (!complained) {
                complained = true;
                report.note("--resume will not know of this round: " + unwritable.getMessage());
            }
        }
    }

    private interface Writing {
        void write() throws IOException;
    }
}
