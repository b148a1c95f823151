package io.holdfast.cli.driver;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Commands with names in braces in place of what differs between replicas. */
public final class Templates {

    /** The names that can stand there. */
    public static final List<String> NAMES = List.of("{service}", "{replica}", "{name}", "{host}", "{port}");

    private static final Pattern BRACED = Pattern.compile("\\{[a-z]+}");

    private Templates() {}

    /** What stands in braces like a name, and is none. */
    public static List<String> unknown(List<String> template) {
        return template.stream()
                .flatMap(word -> BRACED.matcher(word).results())
                .map(MatchResult::group)
                .filter(name -> !NAMES.contains(name))
                .toList();
    }

    /**
     * A template filled in. Each word is filled by itself and stays one word: no value can add another, and no shell reads
     * it.
     *
     * @param replica {@code host:port}, or a name without a port
     */
    static List<String> filled(List<String> template, String service, String replica) {
        int colon = replica.lastIndexOf(':');
        String host = colon < 0 ? replica : replica.substring(0, colon);
        String port = colon < 0 ? "" : replica.substring(colon + 1);
        return template.stream()
                .map(word -> word.replace("{service}", service)
                        .replace("{replica}", replica)
                        .replace("{name}", replica)
                        .replace("{host}", host)
                        .replace("{port}", port))
                .toList();
    }
}
