package io.holdfast.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where a client stands: the last id in force and the name of the last event. */
final class LastEvent {

    private final ByteRun id = new ByteRun();
    private final ByteRun name = new ByteRun();
    /** The id was set by a block that the client was given, not by the client. */
    private boolean given;
    /** An event that carried the id was given. */
    private boolean carried;

    private boolean any;

    LastEvent(@Nullable String clientId) {
        if (clientId != null) {
            id.append(clientId.getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    void set(LastEvent other) {
        id.set(other.id);
        name.set(other.name);
        given = other.given;
        carried = other.carried;
        any = other.any;
    }

    /**
     * The client is given a block.
     *
     * @return whether it is the first of its id
     */
    boolean given(EventScanner block) {
        if (block.dispatches() || block.hasName()) {
            name.set(block.name());
            any = true;
        }
        if (!block.hasId()) {
            return false;
        }
        boolean first = !carried || !id.sameAs(block.id());
        if (first) {
            id.set(block.id());
            given = true;
            carried = false;
        }
        carried |= block.dispatches();
        return first;
    }

    /** The id as a header value, one char a byte; null when there is none that a header can carry. */
    @Nullable String headerValue() {
        return hasHeaderValue() ? id.text(StandardCharsets.ISO_8859_1) : null;
    }

    boolean hasHeaderValue() {
        return !id.isEmpty() && id.isHeaderValue();
    }

    boolean isId(ByteRun other) {
        return id.sameAs(other);
    }

    boolean isGiven() {
        return given;
    }

    boolean isCarried() {
        return carried;
    }

    /** Whether the client was given an event, or a block with an event name. */
    boolean any() {
        return any;
    }

    /** Whether the last event is one of these. */
    boolean isOneOf(Set<String> names) {
        return any && isOneOf(name, names);
    }

    static boolean isOneOf(ByteRun name, Set<String> names) {
        return names.contains(name.isEmpty() ? "message" : name.text(StandardCharsets.UTF_8));
    }
}
