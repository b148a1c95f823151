package io.holdfast.cli.drill;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Hands out loopback ports on which nobody listens. */
final class Ports {
    private static final int SPAN = 900;
    private final int base;
    private int next;

    Ports(int base) {
        this.base = base;
        this.next = base;
    }

    int free() throws IOException {
        for (; next < base + SPAN; next++) {
            try (ServerSocket probe = new ServerSocket()) {
                probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), next));
                return next++;
            } catch (IOException e) {
                // In use: the next one.
            }
        }
        throw new IOException("no free port from " + base + " to " + (base + SPAN - 1));
    }
}
