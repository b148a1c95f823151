package io.holdfast.gateway.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which client a request comes from: the peer, or whom trusted proxies name in {@code X-Forwarded-For}. */
final class ClientAddressRule {

    private static final int NET_OF_ONE_CLIENT = 8;

    private ClientAddressRule() {}

    /**
     * The address of the client: the last one that is not a trusted proxy's. All addresses of an IPv6 network of 64 bits
     * are one client, as it may have any of them.
     *
     * @param peer address of the other end of the connection
     * @param forwardedFor all values of the header
     * @param trusted matches the addresses of trusted proxies; null: none is
     */
    static String client(String peer, List<String> forwardedFor, @Nullable Pattern trusted) {
        String client = peer;
        if (trusted != null && !forwardedFor.isEmpty()) {
            String[] path = String.join(",", forwardedFor).split(",", -1);
            for (int i = path.length - 1; i >= 0 && trusted.matcher(client).matches(); i--) {
                String before = withoutPort(path[i].trim());
                if (before.isEmpty()) {
                    break;
                }
                client = before;
            }
        }
        return client.indexOf(':') < 0 ? client : net(client);
    }

    /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
    private static String withoutPort(String address) {
        if (address.startsWith("[")) {
            int end = address.indexOf(']');
            return end < 0 ? address : address.substring(1, end);
        }
        int colon = address.indexOf(':');
        return colon >= 0 && colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }

    private static String net(String address) {
        int zone = address.indexOf('%');
        try {
            byte[] bytes = InetAddress.getByName(zone < 0 ? address : address.substring(0, zone))
                    .getAddress(); // a literal: no name is looked up
            if (bytes.length <= NET_OF_ONE_CLIENT) {
                return InetAddress.getByAddress(bytes).getHostAddress(); // IPv4 in IPv6 form
            }
            for (int i = NET_OF_ONE_CLIENT; i < bytes.length; i++) {
                bytes[i] = 0;
            }
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
