package io.holdfast.gateway.balance;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a sticky balance hashes of a request, as {@link BalanceProperties.Sticky} says. */
public final class StickyKeyRule {

    private StickyKeyRule() {}

    /**
     * The key, or null: the request carries no such cookie or header and goes to the least loaded replica.
     *
     * @param headers gives all values of a header, by lower-case name
     * @param address of the client
     */
    public static @Nullable String key(
            BalanceProperties.Sticky sticky, Function<String, List<String>> headers, String address) {
        if (sticky.cookie() != null) {
            return cookie(sticky.cookie(), headers.apply("cookie"));
        }
        if (sticky.header() != null) {
            List<String> values = headers.apply(sticky.header());
            return values.isEmpty() ? null : values.get(0);
        }
        return address;
    }

    /** RFC 6265 section 4.2: {@code name=value} pairs separated by {@code "; "}. */
    private static @Nullable String cookie(String name, List<String> lines) {
        for (String line : lines) {
            for (String pair : line.split(";")) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).trim().equals(name)) {
                    return pair.substring(equals + 1).trim();
                }
            }
        }
        return null;
    }
}
