package io.holdfast.cli.drill.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A whole answer.
 *
 * @param head status and headers
 * @param body all of it
 * @param reusable whether the connection can carry another exchange
 */
public record Answer(Head head, byte[] body, boolean reusable) {
    /** The status. */
    public int status() {
        return head.status();
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
        return head.header(name);
    }
}
