package io.holdfast.cli.restart;

import io.holdfast.cli.config.RestartPolicy.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Whose turn is when. */
final class OrderRule {

    private OrderRule() {}

    /**
     * @param seen in the order of the listing
     */
    static List<String> order(Order order, List<Seen> seen) {
        List<Seen> sorted = new ArrayList<>(seen);
        switch (order) {
            case LISTED -> {}
            case REVERSE -> Collections.reverse(sorted);
            case DOWN_FIRST -> sorted.sort(Comparator.comparing(Seen::up));
            case IDLE_FIRST -> sorted.sort(Comparator.comparingInt(Seen::busy));
        }
        return sorted.stream().map(Seen::replica).toList();
    }
}
