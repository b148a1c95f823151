package io.holdfast.cli.gateway;

import java.time.Duration;
import java.util.Optional;

/** One gateway, through its management port. Calls block, are bounded in time, and are safe from several threads. */
public interface Gateway {

    /** Its management URL, for messages. */
    String name();

    /** Every service and replica as the gateway sees them now. */
    Listing list() throws GatewayException;

    /**
     * Takes a replica out of use for new work.
     *
     * @param replica {@code host:port}
     * @param wait how long to wait until nothing is in flight there; empty: not at all
     * @param force even if it is the last usable one
     * @throws GatewayException with {@code REFUSED} when it is the last usable one and nothing is forced
     */
    Answer drain(String service, String replica, Optional<Duration> wait, boolean force) throws GatewayException;

    /** Gives it back to use. */
    Answer undrain(String service, String replica) throws GatewayException;

    /**
     * How a replica stands after it was told.
     *
     * @param state as the gateway shows it
     * @param inFlight requests under way there
     * @param webSockets attached there
     * @param idle whether nothing is under way
     */
    record Answer(String state, int inFlight, int webSockets, boolean idle) {}
}
