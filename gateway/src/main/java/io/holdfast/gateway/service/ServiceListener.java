package io.holdfast.gateway.service;

/** Hears of changes in a service, in order, on the thread that makes them: return at once, hop to your own thread. */
public interface ServiceListener {

    /** Discovery found a replica. */
    default void added(Service service, Replica replica) {}

    /** Discovery no longer finds a replica: no new work goes there. */
    default void removed(Service service, Replica replica) {}

    /** Phase or reason changed. */
    default void healthChanged(Service service, Replica replica, Health before, Health now) {}

    /** The drain flag changed. */
    default void drainChanged(Service service, Replica replica, boolean draining) {}

    /** The replica's breaker changed its state. */
    default void gateChanged(Service service, Replica replica, Gate.State before, Gate.State now) {}
}
