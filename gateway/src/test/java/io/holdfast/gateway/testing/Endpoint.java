package io.holdfast.gateway.testing;

import java.net.URI;

/** Something on a loopback port that a service counts as a replica. */
public interface Endpoint extends AutoCloseable {

    int port();

    default String scheme() {
        return "http";
    }

    default String name() {
        return "127.0.0.1:" + port();
    }

    default URI url() {
        return URI.create(scheme() + "://" + name());
    }

    /** Connections that are open on its side. */
    default int open() {
        return 0;
    }

    @Override
    void close();
}
