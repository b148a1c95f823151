package io.holdfast.gateway.health;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP statuses from one to another, both included.
 *
 * @param first from 100
 * @param last to 599
 */
record StatusRange(int first, int last) {

    private static final Pattern FORM = Pattern.compile("\\s*([1-5]\\d\\d)\\s*(?:-\\s*([1-5]\\d\\d)\\s*)?");

    /**
     * From {@code 204} or {@code 200-399}.
     *
     * @throws IllegalArgumentException when it is neither
     */
    static StatusRange of(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        int first = Integer.parseInt(matcher.group(1));
        int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
        if (last < first) {
            throw new IllegalArgumentException(text);
        }
        return new StatusRange(first, last);
    }

    boolean contains(int status) {
        return status >= first && status <= last;
    }
}
