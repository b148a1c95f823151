package io.holdfast.gateway.route;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All routes in their order, found by the first segment of the path, so that the cost of a request does not grow with
 * the number of routes. Immutable; a refresh puts another table in its place.
 */
final class RouteTable {

    /** One route and the literal first segment that its path must have, or null when it may have any. */
    record Entry(CompiledRoute route, @Nullable String firstSegment) {}

    static final RouteTable EMPTY = new RouteTable(List.of());

    private final List<CompiledRoute> routes;
    private final Map<String, CompiledRoute[]> bySegment = new HashMap<>();
    private final CompiledRoute[] anySegment;

    RouteTable(List<Entry> entries) {
        this.routes = entries.stream().map(Entry::route).toList();
        for (Entry entry : entries) {
            if (entry.firstSegment() != null) {
                bySegment.computeIfAbsent(entry.firstSegment(), segment -> candidates(entries, segment));
            }
        }
        this.anySegment = candidates(entries, null);
    }

    private static CompiledRoute[] candidates(List<Entry> entries, @Nullable String segment) {
        List<CompiledRoute> found = new ArrayList<>();
        for (Entry e : entries) {
            if (e.firstSegment() == null || e.firstSegment().equals(segment)) {
                found.add(e.route());
            }
        }
        return found.toArray(CompiledRoute[]::new);
    }

    /** The fast route that takes the request, or null: then the ordinary chain is to look at it. */
    @Nullable CompiledRoute fast(Incoming request) {
        CompiledRoute[] candidates =
                bySegment.isEmpty() ? anySegment : bySegment.getOrDefault(request.firstSegment(), anySegment);
        for (CompiledRoute route : candidates) {
            if (route.mayMatch(request)) {
                return route.fast() ? route : null;
            }
        }
        return null;
    }

    List<CompiledRoute> routes() {
        return routes;
    }
}
