package io.holdfast.gateway.websocket;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is asked of an opening handshake, the client's and the replica's (RFC 6455 section 4). */
final class HandshakeRule {

    static final String VERSION = "13";

    /** What is wrong with a client's handshake. */
    enum Flaw {
        NONE,
        /** Its {@code Origin} is not allowed: 403. */
        ORIGIN,
        /** It speaks another version: 426. */
        VERSION,
        /** It is no handshake: 400. */
        MALFORMED
    }

    private HandshakeRule() {}

    /**
     * Looks at a client's handshake.
     *
     * @param origins allowed ones; empty: any, and none at all
     */
    static Flaw flaw(
            String method,
            @Nullable String version,
            @Nullable String key,
            @Nullable String origin,
            Set<String> origins) {
        if (!method.equals("GET") || key == null || key.isBlank()) {
            return Flaw.MALFORMED;
        }
        if (!VERSION.equals(version)) {
            return Flaw.VERSION;
        }
        if (!origins.isEmpty()
                && (origin == null || origins.stream().noneMatch(o -> o.equalsIgnoreCase(origin.strip())))) {
            return Flaw.ORIGIN;
        }
        return Flaw.NONE;
    }

    /** The sub-protocols that a client offers, of all its header lines. */
    static List<String> offered(List<String> lines) {
        return lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /**
     * What is wrong with a replica's 101, in words, or null when it fits what was asked.
     *
     * @param accept {@code Sec-WebSocket-Accept}
     * @param expected what it has to be
     * @param extensions {@code Sec-WebSocket-Extensions}; none was offered
     * @param chosen sub-protocol, or null
     */
    static @Nullable String misfit(
            @Nullable String upgrade,
            @Nullable String accept,
            String expected,
            @Nullable String extensions,
            @Nullable String chosen,
            List<String> offered) {
        if (upgrade == null || !upgrade.strip().toLowerCase(Locale.ROOT).equals("websocket")) {
            return "the replica's 101 is not for a WebSocket";
        }
        if (accept == null || !accept.strip().equals(expected)) {
            return "the replica's 101 does not answer the key";
        }
        if (extensions != null && !extensions.isBlank()) {
            return "the replica's 101 names an extension that was not offered";
        }
        if (chosen != null && !offered.contains(chosen)) {
            return "the replica's 101 names a sub-protocol that was not offered";
        }
        return null;
    }
}
