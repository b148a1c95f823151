package io.holdfast.cli.restart;

import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Carries out a round: looks every moment, does what the round says, and tells it how that went. Whatever happens, what it
 * drained is undrained at the end.
 */
final class Conductor {

    private static final Duration TICK = Duration.ofMillis(200);

    /** A gateway that is restarted itself is back by then. */
    static final Duration UNDRAIN_LONGEST = Duration.ofSeconds(60);

    private static final Duration UNDRAIN_PAUSE = Duration.ofSeconds(5);

    /** A restart under way is not left half done: a stop without its start would be worse than the wait. */
    private static final Duration RESTART_END = Duration.ofMinutes(10);

    /** Who is told. */
    interface Listener {

        void told(String replica, Progress what, String words);

        /** These are drained by this round now. */
        void drained(Set<String> replicas);

        /** The round is over, and these could not be undrained yet; it is tried for {@link #UNDRAIN_LONGEST}. */
        void stillDrained(Set<String> replicas);

        /** It was started, and may be seen under these names. */
        void restarted(String replica, List<String> names);
    }

    private final Fleet fleet;
    private final Round round;
    private final Ticker ticker;
    private final Listener listener;
    private final long began;
    private final Set<String> drained;
    private final ConcurrentLinkedQueue<Runnable> news = new ConcurrentLinkedQueue<>();
    private final ExecutorService restarts = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "restart");
        thread.setDaemon(true);
        return thread;
    });

    private volatile boolean leaving;

    /**
     * @param drained what an earlier round, ended by force, left drained
     */
    Conductor(Fleet fleet, Round round, Set<String> drained, Ticker ticker, Listener listener) {
        this.fleet = fleet;
        this.round = round;
        this.drained = new LinkedHashSet<>(drained);
        this.ticker = ticker;
        this.listener = listener;
        this.began = ticker.nanos();
    }

    /** Asks {@link #run} to come to its end soon. From any thread. */
    void leave() {
        leaving = true;
    }

    /**
     * Runs the round to its end.
     *
     * @return the replicas that could not be undrained
     */
    Set<String> run() throws InterruptedException {
        try {
            while (!round.isOver() && !leaving) {
                hear();
                look();
                ticker.sleepUntil(ticker.nanos() + TICK.toNanos());
            }
        } finally {
            restarts.shutdown();
            restarts.awaitTermination(RESTART_END.toMillis(), TimeUnit.MILLISECONDS);
            hear();
            undrainAll();
        }
        return Set.copyOf(drained);
    }

    private void hear() {
        for (Runnable next = news.poll(); next != null; next = news.poll()) {
            next.run();
        }
    }

    private void look() {
        try {
            List<Seen> seen = fleet.look();
            round.look(now(), seen).forEach(this::carryOut);
        } catch (IOException away) {
            round.blind(now(), String.valueOf(away.getMessage()));
        }
    }

    private void carryOut(Step step) {
        String replica = step.replica();
        if (step instanceof Step.Tell tell) {
            listener.told(replica, tell.what(), tell.words());
        } else if (step instanceof Step.Drain) {
            drain(replica);
        } else if (step instanceof Step.Restart) {
            restarts.execute(() -> restart(replica));
        } else if (!undrain(replica)) {
            round.notUndrained(replica);
        }
    }

    private void drain(String replica) {
        // Before it is told: a gateway of several may have heard it when another fails.
        drained.add(replica);
        listener.drained(drained);
        try {
            fleet.drain(replica);
        } catch (GatewayException refused) {
            round.failed(replica, String.valueOf(refused.getMessage())).forEach(this::carryOut);
        }
    }

    private void restart(String replica) {
        try {
            List<String> names = fleet.restart(replica);
            news.add(() -> {
                listener.restarted(replica, names);
                round.restarted(now(), replica, names).forEach(this::carryOut);
            });
        } catch (DriverException failed) {
            news.add(() ->
                    round.failed(replica, String.valueOf(failed.getMessage())).forEach(this::carryOut));
        } catch (RuntimeException | Error fault) { // of our own: the round must not wait for ever for its news
            news.add(() -> round.failed(replica, fault.toString()).forEach(this::carryOut));
        }
    }

    private boolean undrain(String replica) {
        try {
            fleet.undrain(replica);
        } catch (GatewayException failed) {
            return false;
        }
        drained.remove(replica);
        listener.drained(drained);
        return true;
    }

    private void undrainAll() throws InterruptedException {
        long end = ticker.nanos() + UNDRAIN_LONGEST.toNanos();
        boolean told = false;
        Duration pause = TICK;
        List.copyOf(drained).forEach(this::undrain);
        while (!drained.isEmpty() && ticker.nanos() < end) {
            if (!told) {
                told = true;
                listener.stillDrained(Set.copyOf(drained));
            }
            ticker.sleepUntil(Math.min(end, ticker.nanos() + pause.toNanos()));
            List.copyOf(drained).forEach(this::undrain);
            pause = pause.multipliedBy(2).compareTo(UNDRAIN_PAUSE) < 0 ? pause.multipliedBy(2) : UNDRAIN_PAUSE;
        }
    }

    private Duration now() {
        return Duration.ofNanos(ticker.nanos() - began);
    }
}
