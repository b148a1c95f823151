package io.holdfast.gateway.discovery;

import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.service.Replica;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What may stand in {@code replicas} and {@code dns}. */
public final class DiscoveryRule {

    private static final String EXPECTED = "http:// or https://, host and port, such as http://127.0.0.1:8001";
    private static final int LAST_PORT = 65535;

    private DiscoveryRule() {}

    /** Notes what is wrong. */
    public static void check(Problems problems, List<String> replicas, @Nullable String dns) {
        if (dns != null) {
            problems.expect(replicas.isEmpty(), "dns", dns, "either replicas or dns, not both");
            problems.expect(
                    url(dns) != null, "dns", dns, "http:// or https://, name and port, such as http://api:8000");
        } else {
            problems.expect(!replicas.isEmpty(), "replicas", null, "a list of URLs, or dns: http://name:port");
        }
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < replicas.size(); i++) {
            String text = replicas.get(i);
            String name = "replicas[" + i + "]";
            URI url = url(text);
            problems.expect(url != null, name, text, EXPECTED);
            if (url != null) {
                Integer before = first.putIfAbsent(Replica.nameOf(url), i);
                problems.expect(before == null, name, text, "each replica once; replicas[" + before + "] is the same");
            }
        }
    }

    /** Whether any of them is spoken to by TLS. */
    public static boolean secure(List<String> replicas, @Nullable String dns) {
        return Stream.concat(replicas.stream(), Stream.ofNullable(dns))
                .map(DiscoveryRule::url)
                .anyMatch(url -> url != null && url.getScheme().equals("https"));
    }

    /** A checked list as URLs in one form. */
    static List<URI> urls(List<String> replicas) {
        return replicas.stream().map(DiscoveryRule::url).toList();
    }

    /** The URL in one form (lower case, no slash at the end), or null when it is not what is expected. */
    static @Nullable URI url(String text) {
        try {
            URI uri = new URI(text.trim());
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean sound = (scheme.equals("http") || scheme.equals("https"))
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= LAST_PORT
                    && uri.getRawUserInfo() == null
                    && (uri.getRawPath().isEmpty() || uri.getRawPath().equals("/"))
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
            return sound
                    ? new URI(scheme, null, uri.getHost().toLowerCase(Locale.ROOT), uri.getPort(), null, null, null)
                    : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
