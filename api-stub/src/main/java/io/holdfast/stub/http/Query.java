package io.holdfast.stub.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The query of a request target, decoded. */
final class Query {
    private final Map<String, List<String>> values;

    Query(String uri) {
        values = uri.indexOf('?') < 0 ? Map.of() : new QueryStringDecoder(uri).parameters();
    }

    String text(String name, String otherwise) {
        List<String> all = values.get(name);
        return all == null ? otherwise : all.get(all.size() - 1);
    }

    static long number(String name, String text, long otherwise, long min, long max) {
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw new Refusal(400, name + ": " + text + " (expected: " + min + " to " + max + ")");
    }

    static String choice(String name, String text, String... choices) {
        if (Arrays.asList(choices).contains(text)) {
            return text;
        }
        throw new Refusal(400, name + ": " + text + " (expected: " + String.join(", ", choices) + ")");
    }
}
