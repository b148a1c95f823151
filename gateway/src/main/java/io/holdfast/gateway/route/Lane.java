package io.holdfast.gateway.route;

import java.util.Locale;

/** Which way a route's requests take, and why. */
public record Lane(String route, Kind kind, String why) {

    /** The two entrances of the engine. */
    public enum Kind {
        /** Below Spring: the route is of the compiled set. */
        FAST,
        /** The ordinary chain of Spring Cloud Gateway. */
        GATEWAY
    }

    /** {@code api: fast lane, every predicate and filter is compiled}. */
    @Override
    public String toString() {
        return route + ": " + kind.name().toLowerCase(Locale.ROOT) + " lane, " + why;
    }
}
