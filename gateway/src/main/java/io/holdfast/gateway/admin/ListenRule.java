package io.holdfast.gateway.admin;

import io.holdfast.gateway.config.Problems;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where the two ports may be, and when the management port needs a token. */
final class ListenRule {

    private static final int LAST = 65_535;

    /** Turns the management port off. */
    private static final int OFF = -1;

    private ListenRule() {}

    /**
     * Notes what is wrong.
     *
     * @param server the public port
     * @param management the management port
     * @param address that the management port listens on, or null: every address
     * @param hasToken whether there is a token
     */
    static void check(Problems problems, int server, int management, @Nullable InetAddress address, boolean hasToken) {
        problems.between("server.port", server, 0, LAST);
        problems.between("management.server.port", management, OFF, LAST);
        problems.expect(
                management != server || server <= 0,
                "management.server.port",
                management,
                "another port than server.port, where every path is the API's");
        String beyond = management == OFF ? null : beyondLoopback(address);
        problems.expect(
                beyond == null || hasToken,
                "holdfast.admin.token",
                null,
                "a token, since the management port listens on " + beyond
                        + "; or management.server.address: 127.0.0.1");
    }

    private static @Nullable String beyondLoopback(@Nullable InetAddress address) {
        if (address == null) {
            return "every address";
        }
        return address.isLoopbackAddress() ? null : address.getHostAddress();
    }
}
