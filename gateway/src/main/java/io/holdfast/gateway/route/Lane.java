package io.holdfast.gateway.route;

/** Which way a route's requests take, and why. */
public record Lane(String route, Kind kind, String why) {

    /** The two entrances of the engine. */
    public enum Kind {
        /** Below Spring: the route is of the compiled set. */
        FAST,
        /** The ordinary chain of Spring Cloud Gateway. */
        GATEWAY
    }
}
