package io.holdfast.gateway.discovery;

import java.net.InetAddress;
import java.util.List;
import reactor.core.publisher.Mono;

/** Asks for the addresses of a name. */
@FunctionalInterface
interface NameLookup {

    /**
     * What is known of a name.
     *
     * @param addresses all of them
     * @param ttlNanos for how long this holds
     */
    record Addresses(List<InetAddress> addresses, long ttlNanos) {}

    /** One answer on any thread, or an error when the name has no address or nobody answers. */
    Mono<Addresses> find(String name);
}
