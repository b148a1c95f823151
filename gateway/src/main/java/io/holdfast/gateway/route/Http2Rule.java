package io.holdfast.gateway.route;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whether the head of an HTTP/2 request can be written as one of HTTP/1.1 that means the same (RFC 9113 section 8.3.1). What
 * the frames say of its body Netty has checked.
 */
final class Http2Rule {

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private Http2Rule() {}

    /**
     * Why a request is refused, or null.
     *
     * @param path {@code :path} as it came
     * @param hosts {@code :authority} and all Host headers
     */
    static @Nullable String problem(String method, String path, List<String> hosts) {
        List<String> different = hosts.stream().distinct().toList();
        if (!TOKEN.matcher(method).matches()) {
            return "the :method is no token";
        }
        String why = RequestRule.problem(1, method, path, different, List.of());
        if (why == null && !path.startsWith("/") && !path.equals("*")) {
            return "the :path is no path";
        }
        return why;
    }
}
