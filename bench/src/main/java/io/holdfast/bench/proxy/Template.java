package io.holdfast.bench.proxy;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A configuration file with {@code @name@} where a value of this run goes. */
public final class Template {

    private static final Pattern PLACE = Pattern.compile("@([a-z0-9]+)@");

    private Template() {}

    /**
     * The text with its values.
     *
     * @throws IllegalArgumentException when the text names a value that is not there
     */
    public static String fill(String text, Map<String, String> values) {
        Matcher place = PLACE.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (place.find()) {
            String value = values.get(place.group(1));
            if (value == null) {
                throw new IllegalArgumentException(
                        "@" + place.group(1) + "@: no such value (expected: one of " + values.keySet() + ")");
            }
            place.appendReplacement(filled, Matcher.quoteReplacement(value));
        }
        return place.appendTail(filled).toString();
    }
}
