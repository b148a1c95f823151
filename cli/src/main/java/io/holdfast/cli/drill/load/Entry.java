package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.wire.Connection;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/**
 * Where clients connect.
 *
 * @param host name or address
 * @param port TCP port
 */
public record Entry(String host, int port) {
    /**
     * @param url such as {@code http://127.0.0.1:8080}
     * @throws IllegalArgumentException for anything but http with a host
     */
    public static Entry of(String url) {
        URI uri = URI.create(url);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null) {
            throw new IllegalArgumentException(url + " (expected: http://HOST:PORT)");
        }
        return new Entry(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
    }

    /** As in a Host header. */
    public String authority() {
        return host + ":" + port;
    }

    /** Connects. */
    public Connection connect(Ticker ticker, long deadline) throws IOException {
        return Connection.open(new InetSocketAddress(host, port), ticker::nanos, deadline);
    }
}
