package io.holdfast.cli.restart;

import java.util.List;

/**
 * A replica as it was seen at one moment, by all gateways together or, without any, by its driver.
 *
 * @param replica {@code host:port}, or its name where there is no gateway
 * @param up whether it is well, drained or not
 * @param usable whether it gets new work
 * @param draining whether it is drained anywhere
 * @param state in words
 * @param busy what is under way there: requests and WebSockets
 * @param probed when it was last probed, one text for each gateway; empty: not known
 * @param mark changes whenever it was seen to go or to come; the same mark says nothing
 */
record Seen(
        String replica,
        boolean up,
        boolean usable,
        boolean draining,
        String state,
        int busy,
        List<String> probed,
        String mark) {

    /** Of what several gateways see: the worst, and the sum of what is under way. */
    static Seen together(List<Seen> views) {
        Seen worst = views.stream()
                .filter(view -> !view.up)
                .findFirst()
                .or(() -> views.stream().filter(view -> !view.usable).findFirst())
                .orElse(views.get(0));
        return new Seen(
                worst.replica,
                worst.up,
                worst.usable,
                views.stream().anyMatch(Seen::draining),
                worst.state,
                views.stream().mapToInt(Seen::busy).sum(),
                views.stream().flatMap(view -> view.probed.stream()).toList(),
                String.join("|", views.stream().map(Seen::mark).toList()));
    }
}
