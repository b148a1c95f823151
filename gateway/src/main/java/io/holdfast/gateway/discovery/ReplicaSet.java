package io.holdfast.gateway.discovery;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts the replicas that were found into a service; one that was there before stays the same, with its history. */
final class ReplicaSet {

    private final Service service;
    private final ReplicaFactory factory;

    ReplicaSet(Service service, ReplicaFactory factory) {
        this.service = service;
        this.factory = factory;
    }

    Service service() {
        return service;
    }

    /**
     * Swaps the list, unless it says what is there already.
     *
     * @return whether anything changed
     */
    boolean put(Collection<URI> found, @Nullable String serverName) {
        List<Replica> before = service.replicas();
        List<Replica> next = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        found.forEach(url -> wanted.add(Replica.nameOf(url)));
        for (Replica replica : before) {
            if (wanted.remove(replica.name())) {
                next.add(replica);
            }
        }
        for (URI url : found) {
            if (wanted.remove(Replica.nameOf(url))) {
                next.add(factory.create(service, url, serverName));
            }
        }
        if (next.equals(before)) {
            return false;
        }
        service.replicas(next);
        return true;
    }
}
