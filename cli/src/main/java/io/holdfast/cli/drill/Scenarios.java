package io.holdfast.cli.drill;

import java.util.ArrayList;
import java.util.List;

/** All scenarios, by name. */
final class Scenarios {
    /** What runs when nothing is asked for: the losses that every user will have, in under three minutes. */
    static final List<String> SHORT = List.of("kill-rolling", "all-away", "hang-stop", "break-off");

    private Scenarios() {}

    static List<Scenario> all() {
        List<Scenario> all = new ArrayList<>(KillScripts.all());
        all.addAll(FaultScripts.all());
        all.add(HangScript.HANG_STOP);
        all.add(RestartScript.ROLLING_RESTART);
        all.add(new CrowdScenario());
        all.add(new TransferScenario());
        all.add(new StormScenario());
        return all;
    }

    /**
     * @param names as given by the user; empty for the short set
     * @throws IllegalArgumentException for a name that is none
     */
    static List<Scenario> named(List<String> names) {
        if (names.contains("all")) {
            return all();
        }
        List<Scenario> chosen = new ArrayList<>();
        for (String name : names.isEmpty() ? SHORT : names) {
            chosen.add(all().stream()
                    .filter(scenario -> scenario.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("scenario: " + name + " (expected: all, or one of "
                            + String.join(
                                    ", ", all().stream().map(Scenario::name).toList()) + ")")));
        }
        return chosen;
    }
}
