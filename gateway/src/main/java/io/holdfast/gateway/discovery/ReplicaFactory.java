package io.holdfast.gateway.discovery;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes a replica with all that belongs to it. */
@FunctionalInterface
public interface ReplicaFactory {

    /**
     * A replica not seen before.
     *
     * @param url scheme, host and port
     * @param serverName the name that its certificate is for, when the URL has only an address; or null
     */
    Replica create(Service service, URI url, @Nullable String serverName);
}
