package io.holdfast.cli.watch;

import java.time.Duration;

/** When an instance that is broken may be restarted. */
final class RestartRule {

    private static final double JITTER = 0.2;
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final WatchPolicy policy;

    RestartRule(WatchPolicy policy) {
        this.policy = policy;
    }

    /** What to do. */
    sealed interface Decision {
        /** Restart it now. */
        record Go() implements Decision {}

        /** Not yet. */
        record Wait(String why) implements Decision {}

        /** Too often within the hour: try no more, and say so. */
        record GiveUp(String why) implements Decision {}

        /** Never, by configuration, kind of fault, or because it was given up before. */
        record No() implements Decision {}
    }

    /**
     * What stands around an instance.
     *
     * @param busy the name of another instance of the service that the watch restarts or waits for; empty: none
     * @param usable whether clients are still served by it, as far as the gateway knows
     * @param usableOthers how many other replicas of the service are usable
     */
    record Service(String busy, boolean usable, int usableOthers) {}

    Decision decide(Watched known, Fault fault, Service service, long now) {
        if (!policy.autoRestart() || !fault.kind().restartable() || known.givenUp || known.restartingSince > 0) {
            return new Decision.No();
        }
        if (now < known.nextTryAt) {
            return new Decision.Wait("next restart in " + (known.nextTryAt - now + 999) / 1000 + " s at the earliest");
        }
        int made = Watched.within(known.restarts, now, HOUR);
        if (made >= policy.maxRestarts()) {
            return new Decision.GiveUp(made + " restarts within an hour did not help");
        }
        if (!service.busy().isEmpty()) {
            return new Decision.Wait("another replica is being restarted: " + service.busy());
        }
        if (service.usable() && service.usableOthers() < policy.minUsable()) {
            return new Decision.Wait("still used by the gateway, and only " + service.usableOthers()
                    + " other usable replicas (expected: at least " + policy.minUsable() + ")");
        }
        return new Decision.Go();
    }

    /**
     * The pause after a restart before the next one.
     *
     * @param attempts restarts made, at least 1
     * @param random in [0, 1)
     */
    Duration pause(int attempts, double random) {
        double doubled = policy.firstDelay().toMillis() * Math.pow(2, Math.min(attempts - 1, 30));
        double capped = Math.min(doubled, policy.maxDelay().toMillis());
        return Duration.ofMillis(Math.round(capped * (1 - JITTER + 2 * JITTER * random)));
    }
}
