package io.holdfast.gateway.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the head of a request can be read in one way only (RFC 9112), so that no server behind the gateway reads it
 * in another. What the decoder refuses by itself is not asked again.
 */
final class RequestRule {

    private RequestRule() {}

    /**
     * Why a request is refused, or null.
     *
     * @param minor of {@code HTTP/1.minor}; below 0 for any other version
     * @param target as it came
     * @param hosts all Host headers
     * @param codings all Transfer-Encoding headers
     */
    static @Nullable String problem(int minor, String method, String target, List<String> hosts, List<String> codings) {
        if (minor != 0 && minor != 1) {
            return "the version is neither HTTP/1.0 nor HTTP/1.1";
        }
        if (hosts.size() > 1 || hosts.isEmpty() && minor == 1) {
            return hosts.size() + " Host headers";
        }
        if (!hosts.isEmpty() && !isHost(hosts.get(0))) {
            return "the Host header is not a host";
        }
        if (!codings.isEmpty()
                && (minor == 0 || codings.size() > 1 || !codings.get(0).equalsIgnoreCase("chunked"))) {
            return "the only Transfer-Encoding is chunked, of HTTP/1.1";
        }
        return isTarget(method, target) ? null : "the target is not one of RFC 9112 section 3.2";
    }

    private static boolean isTarget(String method, String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= ' ' || c > '~' || c == '#') {
                return false;
            }
        }
        return target.startsWith("/")
                || target.equals("*") && method.equals("OPTIONS")
                || method.equals("CONNECT")
                || originOf(target) > 0;
    }

    /** Where the path begins in a target of absolute form ({@code http://host/path}), or 0 when it is of another. */
    static int originOf(String target) {
        int from = target.regionMatches(true, 0, "http://", 0, 7)
                ? 7
                : target.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        if (from == 0) {
            return 0;
        }
        int end = from;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        return end > from && isHost(target.substring(from, end)) ? end : 0;
    }

    /** A host name or address with an optional port; empty when the client knows none. */
    private static boolean isHost(String host) {
        boolean address = host.startsWith("[");
        int end = address ? host.indexOf(']') + 1 : host.indexOf(':');
        if (address && end == 0) {
            return false;
        }
        String name = end < 0 ? host : host.substring(0, end);
        for (int i = 0; i < name.length(); i++) {
            if (!isOfName(name.charAt(i), address)) {
                return false;
            }
        }
        String port = end < 0 ? "" : host.substring(end);
        return port.isEmpty() || port.startsWith(":") && isPort(port.substring(1));
    }

    private static boolean isPort(String digits) {
        return digits.length() <= 5
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && (digits.isEmpty() || Integer.parseInt(digits) <= 65_535);
    }

    private static boolean isOfName(char c, boolean address) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || (address ? "[]:.%" : "-._~%!$&'()*+;=").indexOf(c) >= 0;
    }
}
