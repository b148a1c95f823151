package io.holdfast.cli.restart;

import io.holdfast.cli.config.Durations;
import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.restart.Turn.Phase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One round of restarts over the replicas of a service. It is shown what is seen, says what to do next, and is told how that
 * went. A replica's turn comes when, with it, no more than {@code max-unavailable} are without use, whatever the reason. The
 * first that does not come back ends the round: turns under way are finished, the rest is left untouched. Plain values; times
 * are since the round began; not thread-safe.
 */
final class Round {

    /** How it ended. */
    enum Outcome {
        /** Every replica was restarted. */
        COMPLETED,
        /** One did not come back, or could not be restarted. */
        STOPPED,
        /** Others are without use and do not return. */
        HELD_UP,
        /** The gateways were not reached for too long. */
        BLIND
    }

    /** Gateways may be restarted in the middle of a round. */
    static final Duration BLIND = Duration.ofSeconds(30);

    private final RestartPolicy policy;
    private final List<Turn> turns;

    private @Nullable Duration heldUpSince;
    private @Nullable Duration blindSince;
    private boolean toldHeldUp;
    private @Nullable Outcome ended;
    private String why = "";

    /**
     * @param order whose turn is when
     * @param drainedBefore those that somebody else drained: they stay so
     */
    Round(List<String> order, Set<String> drainedBefore, RestartPolicy policy) {
        this.policy = policy;
        this.turns = order.stream()
                .map(replica -> new Turn(replica, policy, drainedBefore.contains(replica)))
                .toList();
    }

    /** What follows from what is seen now. */
    List<Step> look(Duration now, List<Seen> seen) {
        blindSince = null;
        List<Step> steps = new ArrayList<>();
        for (Turn turn : turns) {
            steps.addAll(turn.look(now, turn.in(seen)));
        }
        if (ended == null && failed() == null) {
            beginNext(now, seen, steps);
        }
        return steps;
    }

    private void beginNext(Duration now, List<Seen> seen, List<Step> steps) {
        List<String> without = List.of();
        for (Turn turn : waiting()) {
            without = withoutUse(seen, turn);
            if (without.size() < policy.maxUnavailable()) {
                heldUpSince = null;
                toldHeldUp = false;
                steps.addAll(turn.begin(now, turn.in(seen)));
            }
        }
        if (!waiting().isEmpty() && turns.stream().noneMatch(Turn::isUnderWay)) {
            holdUp(now, String.join(", ", without), steps);
        }
    }

    private void holdUp(Duration now, String without, List<Step> steps) {
        if (heldUpSince == null) {
            heldUpSince = now;
        }
        String words = without + " (max-unavailable: " + policy.maxUnavailable() + ")";
        if (now.minus(heldUpSince).compareTo(policy.up()) >= 0) {
            end(Outcome.HELD_UP, "not in use for " + Durations.text(policy.up()) + ": " + words);
        } else if (!toldHeldUp) {
            toldHeldUp = true;
            steps.add(new Step.Tell(waiting().get(0).replica(), Progress.HELD_UP, "waiting for " + words));
        }
    }

    /** All that are without use beside this one, each with its state. */
    private List<String> withoutUse(List<Seen> seen, Turn beside) {
        List<String> found = new ArrayList<>();
        for (Turn turn : turns) {
            Seen now = turn.in(seen);
            if (turn != beside && (turn.isUnderWay() || now == null || !now.usable())) {
                found.add(turn.replica() + " " + (now == null ? "not listed" : now.state()));
            }
        }
        for (Seen other : seen) {
            if (!other.usable() && turns.stream().noneMatch(turn -> turn.isAt(other.replica()))) {
                found.add(other.replica() + " " + other.state());
            }
        }
        return found;
    }

    /** The gateways could not be asked. */
    void blind(Duration now, String reason) {
        if (blindSince == null) {
            blindSince = now;
        }
        if (now.minus(blindSince).compareTo(BLIND) >= 0) {
            end(Outcome.BLIND, reason);
        }
    }

    /** The driver has started it. */
    List<Step> restarted(Duration now, String replica, List<String> addresses) {
        return turn(replica).restarted(now, addresses);
    }

    /** The gateways could not be told to use it again. */
    void notUndrained(String replica) {
        turn(replica).notUndrained();
    }

    /** It could not be drained or restarted. */
    List<Step> failed(String replica, String reason) {
        return turn(replica).fail(reason);
    }

    private void end(Outcome outcome, String reason) {
        if (ended == null) {
            ended = outcome;
            why = reason;
        }
    }

    /** Whether there is nothing left to do. */
    boolean isOver() {
        if (ended == Outcome.BLIND) {
            return true;
        }
        boolean quiet = turns.stream().noneMatch(Turn::isUnderWay);
        return quiet && (ended != null || failed() != null || waiting().isEmpty());
    }

    Outcome outcome() {
        return failed() != null ? Outcome.STOPPED : ended != null ? ended : Outcome.COMPLETED;
    }

    /** Why it ended before all were restarted. */
    String why() {
        Turn failed = failed();
        return failed == null ? why : failed.why();
    }

    /** The one that ended the round; null: none. */
    @Nullable String culprit() {
        Turn failed = failed();
        return failed == null ? null : failed.replica();
    }

    List<String> done() {
        return replicas(turn -> turn.phase() == Phase.DONE);
    }

    /** Drained or restarted, and not yet back in use for as long as it has to be. */
    List<String> unfinished() {
        return replicas(Turn::isUnderWay);
    }

    List<String> untouched() {
        return replicas(turn -> turn.phase() == Phase.WAITING);
    }

    private List<Turn> waiting() {
        return turns.stream().filter(turn -> turn.phase() == Phase.WAITING).toList();
    }

    private @Nullable Turn failed() {
        return turns.stream()
                .filter(turn -> turn.phase() == Phase.FAILED)
                .findFirst()
                .orElse(null);
    }

    private List<String> replicas(Predicate<Turn> which) {
        return turns.stream().filter(which).map(Turn::replica).toList();
    }

    private Turn turn(String replica) {
        return turns.stream()
                .filter(turn -> turn.replica().equals(replica))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(replica));
    }
}
