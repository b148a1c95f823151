package io.holdfast.cli.restart;

import io.holdfast.cli.config.Durations;
import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.config.RestartPolicy.WhenBusy;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One replica's way through a round. Plain values; times are since the round began. */
final class Turn {

    /** How far it is. */
    enum Phase {
        WAITING,
        DRAINING,
        RESTARTING,
        COMING,
        SETTLING,
        DONE,
        FAILED
    }

    /**
     * A gateway that saw a replica neither go nor come may not have looked since: of one that does not say when it looked,
     * the old word is not taken for a new one for so long. Longer than the default interval and timeout of a probe together.
     */
    static final Duration OLD_WORD = Duration.ofSeconds(5);

    private final String replica;
    private final RestartPolicy policy;
    private final boolean leaveDrained;
    private final Set<String> addresses = new LinkedHashSet<>();

    private Phase phase = Phase.WAITING;
    private Duration begun = Duration.ZERO;
    private Duration entered = Duration.ZERO;
    private Duration restarted = Duration.ZERO;
    private @Nullable String markBefore;
    private List<String> probedBefore = List.of();
    private boolean wasUp;
    private boolean undrainOwed;
    private String why = "";

    /**
     * @param leaveDrained somebody drained it before: it is restarted, and given back by who took it
     */
    Turn(String replica, RestartPolicy policy, boolean leaveDrained) {
        this.replica = replica;
        this.policy = policy;
        this.leaveDrained = leaveDrained;
        addresses.add(replica);
    }

    String replica() {
        return replica;
    }

    Phase phase() {
        return phase;
    }

    /** Why it failed. */
    String why() {
        return why;
    }

    /** Under every name that it can be seen by. */
    boolean isAt(String address) {
        return addresses.contains(address);
    }

    boolean isUnderWay() {
        return phase != Phase.WAITING && phase != Phase.DONE && phase != Phase.FAILED;
    }

    List<Step> begin(Duration now, @Nullable Seen seen) {
        begun = now;
        if (leaveDrained) {
            return restart(now, seen);
        }
        enter(Phase.DRAINING, now);
        return List.of(
                new Step.Tell(
                        replica, Progress.DRAINING, seen == null || seen.busy() == 0 ? "" : seen.busy() + " in flight"),
                new Step.Drain(replica));
    }

    /** What follows from what is seen of it now; null: it is not seen at all. */
    List<Step> look(Duration now, @Nullable Seen seen) {
        return switch (phase) {
            case DRAINING -> drain(now, seen);
            case COMING -> come(now, seen);
            case SETTLING -> settle(now, seen);
            default -> List.of();
        };
    }

    private List<Step> drain(Duration now, @Nullable Seen seen) {
        int busy = seen == null ? 0 : seen.busy();
        if (busy == 0) {
            return restart(now, seen);
        }
        if (now.minus(entered).compareTo(policy.drain()) < 0) {
            return List.of();
        }
        String left = busy + " still in flight after " + Durations.text(policy.drain());
        return policy.whenBusy() == WhenBusy.STOP ? fail(left) : restart(now, seen);
    }

    private List<Step> restart(Duration now, @Nullable Seen seen) {
        markBefore = seen == null ? null : seen.mark();
        enter(Phase.RESTARTING, now);
        String words = seen == null || seen.busy() == 0 ? "" : seen.busy() + " still in flight";
        return List.of(new Step.Tell(replica, Progress.RESTARTING, words), new Step.Restart(replica));
    }

    /**
     * The driver has started it.
     *
     * @param at where it can be serving from now on
     */
    List<Step> restarted(Duration now, List<String> at) {
        addresses.addAll(at);
        restarted = now;
        probedBefore = List.of();
        enter(Phase.COMING, now);
        return List.of(new Step.Tell(replica, Progress.WAITING, ""));
    }

    private List<Step> come(Duration now, @Nullable Seen seen) {
        if (seen != null && seen.up() && isNews(now, seen)) {
            wasUp = true;
            enter(Phase.SETTLING, now);
            Step told = new Step.Tell(replica, Progress.UP, "after " + seconds(now.minus(restarted)));
            return leaveDrained ? List.of(told) : List.of(told, new Step.Undrain(replica));
        }
        if (!isLate(now)) {
            return List.of();
        }
        String state = seen == null ? "the gateway does not list it" : "it is " + seen.state();
        return fail(
                wasUp
                        ? "did not stay up for " + Durations.text(policy.settle()) + ": " + state
                        : "not up " + Durations.text(policy.up()) + " after its restart: " + state);
    }

    private boolean isNews(Duration now, Seen seen) {
        if (!seen.replica().equals(replica) || !seen.mark().equals(markBefore)) {
            return true;
        }
        if (seen.probed().isEmpty()) {
            return now.minus(restarted).compareTo(OLD_WORD) >= 0;
        }
        if (probedBefore.isEmpty()) {
            probedBefore = seen.probed(); // seen after the restart: every later probe met the new process
        }
        return Collections.disjoint(probedBefore, seen.probed());
    }

    private List<Step> settle(Duration now, @Nullable Seen seen) {
        if (seen == null || !seen.up() || !(seen.usable() || seen.draining())) {
            markBefore = seen == null ? null : seen.mark();
            enter(Phase.COMING, now);
            return List.of(new Step.Tell(replica, Progress.LOST, seen == null ? "not listed" : seen.state()));
        }
        if (undrainOwed) {
            undrainOwed = false;
            enter(Phase.SETTLING, now);
            return isLate(now)
                    ? fail("the gateway could not be told to use it again")
                    : List.of(new Step.Undrain(replica));
        }
        if (now.minus(entered).compareTo(policy.settle()) < 0) {
            return List.of();
        }
        enter(Phase.DONE, now);
        return List.of(new Step.Tell(replica, Progress.DONE, "in " + seconds(now.minus(begun))));
    }

    /** The gateways could not be told to use it again: the next look tries once more. */
    void notUndrained() {
        undrainOwed = phase == Phase.SETTLING;
    }

    /** One that comes and goes has as long as one that does not come, and the time to settle. */
    private boolean isLate(Duration now) {
        Duration most = wasUp ? policy.up().plus(policy.settle()) : policy.up();
        return now.minus(restarted).compareTo(most) >= 0;
    }

    List<Step> fail(String reason) {
        why = reason;
        phase = Phase.FAILED;
        return List.of(new Step.Tell(replica, Progress.FAILED, reason));
    }

    /** What is seen of it, under whatever name; of several the one that is up. */
    @Nullable Seen in(List<Seen> all) {
        Optional<Seen> up =
                all.stream().filter(seen -> isAt(seen.replica()) && seen.up()).findFirst();
        return up.or(() -> all.stream().filter(seen -> isAt(seen.replica())).findFirst())
                .orElse(null);
    }

    private void enter(Phase next, Duration now) {
        phase = next;
        entered = now;
    }

    /** To tenths: {@code 5s}, {@code 10.9s}. */
    private static String seconds(Duration exact) {
        long tenths = Math.round(exact.toMillis() / 100.0);
        return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + "s";
    }
}
