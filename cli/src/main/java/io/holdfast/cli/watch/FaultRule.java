package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import java.util.Set;

/** What is wrong with an instance, if anything is, and whether it is the watch's business. */
final class FaultRule {

    /** {@code true}: the watch leaves the instance alone. */
    static final String MAINTENANCE_LABEL = "holdfast.maintenance";

    /** How processes end that were asked to: by themselves, SIGINT, SIGKILL, SIGTERM. */
    private static final Set<Integer> POLITE_ENDS = Set.of(0, 130, 137, 143);

    private final WatchPolicy policy;

    FaultRule(WatchPolicy policy) {
        this.policy = policy;
    }

    Finding judge(Instance instance, Watched known, long now) {
        if ("true".equalsIgnoreCase(instance.labels().get(MAINTENANCE_LABEL))) {
            return new Finding.LeftAlone("maintenance, by its label " + MAINTENANCE_LABEL);
        }
        return switch (instance.state()) {
            case RUNNING -> running(instance, known, now);
            case EXITED -> exited(instance, known);
            case RESTARTING -> restarting(instance, known, now);
            case DEAD -> broken(Fault.Kind.DEAD, "dead: the engine could not end it whole" + exitCode(instance));
            case PAUSED -> new Finding.LeftAlone("paused");
            case CREATED -> new Finding.LeftAlone("created, never started");
            case REMOVING -> new Finding.LeftAlone("being removed");
            case UNKNOWN -> new Finding.LeftAlone("its driver does not know its state");
        };
    }

    private Finding running(Instance instance, Watched known, long now) {
        if (loops(known, now)) {
            return broken(Fault.Kind.RESTART_LOOP, loop(known, now));
        }
        if (instance.health() == Health.STARTING) {
            return new Finding.Starting();
        }
        if (instance.health() != Health.UNHEALTHY) {
            return new Finding.Well();
        }
        boolean young = instance.startedAt()
                .filter(at -> now - at.toEpochMilli() < policy.startPeriod().toMillis())
                .isPresent();
        String output = instance.healthOutput();
        return young
                ? new Finding.Starting()
                : broken(Fault.Kind.UNHEALTHY, output.isEmpty() ? "unhealthy" : "unhealthy: " + output);
    }

    private Finding exited(Instance instance, Watched known) {
        if (instance.outOfMemory()) {
            return broken(Fault.Kind.OUT_OF_MEMORY, "killed for want of memory" + exitCode(instance));
        }
        if (!known.restartFailed) {
            if (known.stopped || instance.ending() == Ending.ON_PURPOSE) {
                return new Finding.LeftAlone("stopped on purpose");
            }
            boolean polite = instance.exitCode().isEmpty()
                    || POLITE_ENDS.contains(instance.exitCode().getAsInt());
            if (!known.seenRunning && polite && instance.ending() != Ending.BY_ITSELF) {
                return new Finding.LeftAlone("ended before the watch began, as if stopped" + exitCode(instance));
            }
        }
        return broken(Fault.Kind.EXITED, "exited" + exitCode(instance));
    }

    /** What runs it starts it again: once is its business, again and again is an incident. */
    private Finding restarting(Instance instance, Watched known, long now) {
        if (instance.outOfMemory()) {
            return broken(Fault.Kind.OUT_OF_MEMORY, "killed for want of memory" + exitCode(instance));
        }
        return loops(known, now)
                ? broken(Fault.Kind.RESTART_LOOP, loop(known, now) + exitCode(instance))
                : new Finding.Starting();
    }

    private boolean loops(Watched known, long now) {
        return Watched.within(known.ends, now, policy.loopWithin().toMillis()) >= policy.loopEnds();
    }

    private String loop(Watched known, long now) {
        return "restart loop: ended "
                + Watched.within(known.ends, now, policy.loopWithin().toMillis()) + " times within "
                + policy.loopWithin().toSeconds() + " s";
    }

    private static String exitCode(Instance instance) {
        return instance.exitCode().isPresent()
                ? " (exit code " + instance.exitCode().getAsInt() + ")"
                : "";
    }

    private static Finding broken(Fault.Kind kind, String reason) {
        return new Finding.Broken(new Fault(kind, reason));
    }
}
