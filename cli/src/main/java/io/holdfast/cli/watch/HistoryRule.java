package io.holdfast.cli.watch;

import io.holdfast.cli.driver.DriverEvent;
import io.holdfast.cli.driver.Instance;
import java.util.Set;

/** What events and looks add to what is known of an instance: ends that nobody meant, and ends that somebody did. */
final class HistoryRule {

    /** SIGHUP and its like are messages to a process; these end it: SIGINT, SIGQUIT, SIGKILL, SIGTERM. */
    private static final Set<Integer> ENDING_SIGNALS = Set.of(2, 3, 9, 15);

    /** An end this soon after a signal that somebody sent was meant; longer than any usual grace. */
    private static final long SIGNAL_MILLIS = 120_000;

    /** The engine tells "die" before "stop", and events close together come out of order. */
    private static final long ORDER_MILLIS = 15_000;

    /** Events of a restart by the watch itself may come a little after it is done. */
    private static final long ECHO_MILLIS = 3_000;

    private HistoryRule() {}

    static void heard(Watched known, DriverEvent event, long now) {
        long at = event.timeNanos() > 0 ? event.timeNanos() / 1_000_000 : now;
        switch (event.what()) {
            case STARTED -> {
                known.seenRunning = true;
                known.stopped = false;
            }
            case OUT_OF_MEMORY -> known.outOfMemoryAt = at;
            case KILLED -> {
                if (!own(known, now)
                        && (event.signal().isEmpty()
                                || ENDING_SIGNALS.contains(event.signal().getAsInt()))) {
                    known.killedAt = at;
                }
            }
            case DIED -> {
                known.seenRunning = true;
                if (own(known, now)) {
                    return;
                }
                if (known.killedAt > 0 && at - known.killedAt < SIGNAL_MILLIS) {
                    meant(known, at);
                } else {
                    Watched.remember(known.ends, at);
                }
            }
            case STOPPED -> {
                if (!own(known, now)) {
                    meant(known, at);
                }
            }
            case HEALTHY, UNHEALTHY, PAUSED, UNPAUSED, REMOVED -> {
                // The look that follows at once tells these.
            }
        }
    }

    private static void meant(Watched known, long at) {
        known.stopped = true;
        known.stoppedAt = at;
        known.restartFailed = false;
        known.killedAt = 0;
        known.ends.removeIf(end -> Math.abs(at - end) < ORDER_MILLIS);
    }

    private static boolean own(Watched known, long now) {
        return known.restartingSince > 0 || (known.restartedAt > 0 && now - known.restartedAt < ECHO_MILLIS);
    }

    /** Finds in a look what no event told: a new run means that the old one ended. */
    static void looked(Watched known, Instance instance, long now) {
        known.seenAt = now;
        long started = instance.startedAt().map(at -> at.toEpochMilli()).orElse(0L);
        boolean running = instance.state() == Instance.State.RUNNING;
        if (running && known.seenRunning && known.startedAt > 0 && started > known.startedAt) {
            boolean told = known.ends.stream().anyMatch(end -> end >= known.startedAt)
                    || known.stoppedAt >= known.startedAt
                    || known.restartedAt >= known.startedAt
                    || known.restartingSince > 0;
            if (!told) {
                Watched.remember(known.ends, started);
            }
        }
        if (instance.state() == Instance.State.EXITED && known.killedAt > 0 && now - known.killedAt < SIGNAL_MILLIS) {
            meant(known, known.killedAt);
        }
        if (running) {
            known.seenRunning = true;
            known.stopped = false;
            known.restartFailed = false;
            known.startedAt = started;
        }
    }
}
