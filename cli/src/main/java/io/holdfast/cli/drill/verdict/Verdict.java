package io.holdfast.cli.drill.verdict;

import java.util.List;
import java.util.Optional;

/**
 * What a scenario showed.
 *
 * @param scenario its name
 * @param measures all numbers
 * @param targets the bounds
 * @param missed a line for each target that was missed
 * @param skipped why it was not run, empty when it was
 */
public record Verdict(String scenario, Measures measures, List<Target> targets, List<String> missed, String skipped) {
    /** Holds the measures against the targets. */
    public static Verdict of(String scenario, Measures measures, List<Target> targets) {
        List<String> missed = targets.stream()
                .map(target -> target.missedBy(measures))
                .flatMap(Optional::stream)
                .toList();
        return new Verdict(scenario, measures, List.copyOf(targets), missed, "");
    }

    /** A scenario that cannot be run here. */
    public static Verdict skipped(String scenario, String why) {
        return new Verdict(scenario, new Measures(), List.of(), List.of(), why);
    }

    /** Whether nothing was missed; a skipped one missed nothing. */
    public boolean met() {
        return missed.isEmpty();
    }
}
