package io.holdfast.gateway.health;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks into the body of a health check: the value at a JSON pointer (RFC 6901) must be the expected one.
 *
 * <p>A FastAPI handler that returns {@code body, 503} does not answer 503: it answers 200 with the array
 * {@code [body, 503]}. Such an array is taken for what was meant.
 */
final class BodyMatch {

    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int LONGEST_SHOWN = 60;

    private final JsonPointer pointer;
    private final String expected;

    /**
     * @param pointer as in RFC 6901, empty for the whole body
     * @param expected the value as text: of a string, a number or a boolean
     * @throws IllegalArgumentException when the pointer is none
     */
    BodyMatch(String pointer, String expected) {
        this.pointer = JsonPointer.compile(pointer);
        this.expected = expected;
    }

    /** What does not match, in words; null: all is well. */
    @Nullable String mismatch(byte[] body) {
        JsonNode root;
        try {
            root = MAPPER.readTree(body);
        } catch (JacksonException e) {
            return "the body is not JSON";
        }
        if (isTuple(root)) {
            int meant = root.get(1).intValue();
            if (meant >= 400) {
                return "the body is an array whose second element is the status " + meant;
            }
            root = root.get(0);
        }
        JsonNode found = root.at(pointer);
        if (found.isMissingNode()) {
            return "the body has nothing at " + pointer;
        }
        String text = found.isValueNode() ? found.asString() : found.toString();
        return text.equals(expected) ? null : pointer + " is " + shorten(text) + ", not " + expected;
    }

    private static boolean isTuple(JsonNode root) {
        return root.isArray()
                && root.size() == 2
                && root.get(1).isInt()
                && root.get(1).intValue() >= 100
                && root.get(1).intValue() <= 599;
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "...";
    }
}
