package io.holdfast.gateway.route;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Forwarded-*} towards the replica: what a client sends is believed only when it comes from a trusted proxy,
 * else replaced. {@code Forwarded} (RFC 7239) passes from a trusted proxy and is removed otherwise.
 *
 * @param trusted matches the addresses of trusted proxies; null: none is
 */
public record ForwardedHeaders(@Nullable Pattern trusted) {

    static final AsciiString FOR = AsciiString.cached("x-forwarded-for");
    private static final AsciiString PROTO = AsciiString.cached("x-forwarded-proto");
    private static final AsciiString HOST = AsciiString.cached("x-forwarded-host");
    private static final AsciiString PORT = AsciiString.cached("x-forwarded-port");
    private static final AsciiString PREFIX = AsciiString.cached("x-forwarded-prefix");
    private static final AsciiString FORWARDED = AsciiString.cached("forwarded");
    private static final AsciiString REAL_IP = AsciiString.cached("x-real-ip");

    /**
     * What the gateway knows of the connection.
     *
     * @param address of the peer, without port
     * @param scheme http or https
     * @param host as the client named it, or null
     * @param port of the entry
     * @param prefix that the route took off the path, or null
     */
    public record Connection(
            String address,
            String scheme,
            @Nullable String host,
            int port,
            @Nullable String prefix) {}

    /** Rewrites the headers of one request. */
    public void rewrite(HttpHeaders headers, Connection from) {
        boolean believed = trusted != null && trusted.matcher(from.address()).matches();
        if (!believed) {
            headers.remove(FORWARDED);
            headers.remove(REAL_IP);
            headers.remove(PREFIX);
            headers.remove(HOST); // also where no Host takes its place: HTTP/1.0
        }
        String before = believed ? join(headers, FOR) : null;
        headers.set(FOR, before == null ? from.address() : before + ", " + from.address());
        put(headers, PROTO, from.scheme(), believed);
        if (from.host() != null) {
            put(headers, HOST, from.host(), believed);
        }
        put(headers, PORT, Integer.toString(from.port()), believed);
        if (from.prefix() != null) {
            put(headers, PREFIX, from.prefix(), believed);
        }
    }

    /** What a route took off the front of the path, if the rest is as it came. */
    static @Nullable String prefix(String original, String target) {
        return original.length() > target.length() + 1 && target.startsWith("/") && original.endsWith(target)
                ? original.substring(0, original.length() - target.length())
                : null;
    }

    private static @Nullable String join(HttpHeaders headers, AsciiString name) {
        String one = headers.get(name);
        return one == null ? null : String.join(", ", headers.getAll(name));
    }

    private static void put(HttpHeaders headers, AsciiString name, String value, boolean keepOld) {
        if (!keepOld || !headers.contains(name)) {
            headers.set(name, value);
        }
    }
}
