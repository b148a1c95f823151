package io.holdfast.gateway.admin;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Whether the management port is beyond loopback, where it needs a token. */
final class ListenRule {

    /** Where the endpoints are served. */
    enum Port {
        /** Nowhere. */
        NONE,
        /** On the public port. */
        PUBLIC,
        /** On a port of their own. */
        OWN
    }

    private ListenRule() {}

    /**
     * Where the endpoints can be reached from beyond this machine: the address in words, or null when they cannot.
     *
     * @param management address of the management port, or null: every address
     * @param server address of the public port, or null: every address
     */
    static @Nullable String beyondLoopback(Port port, @Nullable InetAddress management, @Nullable InetAddress server) {
        return switch (port) {
            case NONE -> null;
            case PUBLIC -> beyondLoopback(server);
            case OWN -> beyondLoopback(management);
        };
    }

    private static @Nullable String beyondLoopback(@Nullable InetAddress address) {
        if (address == null) {
            return "every address";
        }
        return address.isLoopbackAddress() ? null : address.getHostAddress();
    }
}
