package io.holdfast.gateway.drain;

/** Hears each word said to this gateway, to pass it on; returns at once. */
@FunctionalInterface
public interface DrainListener {

    /**
     * @param replica {@code service/host:port}
     */
    void marked(String replica, Mark mark);
}
