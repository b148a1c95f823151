package io.holdfast.gateway.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which answers may be kept for {@code stale-if-error} and whom they may be given to: what a shared cache may do (RFC
 * 9111 sections 3 and 4.2.4, RFC 5861 section 4), and less where a mistake would show one client what is another's.
 */
final class StaleRule {

    private static final Set<String> FORBIDDING = Set.of(
            "no-store", "no-cache", "private", "must-revalidate", "proxy-revalidate", "s-maxage", "must-understand");

    /** Of a request, beside its target: what a replica may build its answer on without saying {@code Vary}. */
    private static final List<String> ADDRESSED =
            List.of("host", "x-forwarded-host", "x-forwarded-proto", "x-forwarded-prefix");

    private StaleRule() {}

    /**
     * Answers to requests of the same key are answers to the same question: the target URI, host and scheme included (RFC
     * 9111 section 2).
     *
     * @param request a value of a request's header as it came, by lower-case name
     */
    static String key(String target, Function<String, @Nullable String> request) {
        StringBuilder key = new StringBuilder(target);
        for (String name : ADDRESSED) {
            String value = request.apply(name);
            key.append('\n').append(value == null ? "" : value.toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }

    /**
     * Whether an answer may be kept.
     *
     * @param request all values of a request's header, by lower-case name
     * @param answer likewise of the answer
     */
    static boolean keeps(
            String method, int status, Function<String, List<String>> request, Function<String, List<String>> answer) {
        if (!asks(method, request) || status != 200) {
            return false;
        }
        Set<String> directives = directives(answer.apply("cache-control"));
        if (directives.stream().anyMatch(FORBIDDING::contains)) {
            return false;
        }
        return (!personal(request) || directives.contains("public"))
                && answer.apply("set-cookie").isEmpty()
                && varying(answer) != null;
    }

    /** Whether what was kept of others may be given to this one: a person's own page is not that of nobody. */
    static boolean gives(Function<String, List<String>> request, Function<String, List<String>> kept) {
        return !personal(request) || directives(kept.apply("cache-control")).contains("public");
    }

    private static boolean personal(Function<String, List<String>> request) {
        return !request.apply("authorization").isEmpty()
                || !request.apply("cookie").isEmpty();
    }

    /** Whether a request may be given what was kept. */
    static boolean asks(String method, Function<String, List<String>> request) {
        Set<String> directives = directives(request.apply("cache-control"));
        return method.equals("GET")
                && request.apply("range").isEmpty()
                && !directives.contains("no-store")
                && !directives.contains("no-cache")
                && !directives.contains("max-age=0");
    }

    /** The request headers that an answer depends on, in order, or null: on everything. */
    static @Nullable List<String> varying(Function<String, List<String>> answer) {
        Set<String> names = new TreeSet<>();
        for (String line : answer.apply("vary")) {
            for (String name : line.split(",")) {
                String clean = name.trim().toLowerCase(Locale.ROOT);
                if (clean.equals("*")) {
                    return null;
                }
                if (!clean.isEmpty()) {
                    names.add(clean);
                }
            }
        }
        if (!answer.apply("content-encoding").isEmpty()) {
            names.add("accept-encoding"); // whether it was said or not
        }
        return new ArrayList<>(names);
    }

    /** Names of directives, lower case, without values but for {@code max-age=0}. */
    private static Set<String> directives(List<String> lines) {
        Set<String> found = new TreeSet<>();
        for (String line : lines) {
            for (String part : line.split(",")) {
                String clean = part.trim().toLowerCase(Locale.ROOT);
                int equals = clean.indexOf('=');
                found.add(clean.equals("max-age=0") || equals < 0 ? clean : clean.substring(0, equals));
            }
        }
        return found;
    }
}
