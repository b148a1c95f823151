package io.holdfast.gateway.service;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What probes and traffic know of a replica: an immutable snapshot, replaced as a whole.
 *
 * @param phase the state on the health axis
 * @param reason why it is not up; {@code NONE} when up or never probed
 * @param since when this phase began (wall clock, for display)
 * @param sinceNanos when this phase began (monotonic), the start of slow start
 * @param restarts how often it was seen to come back after it could not be reached
 * @param lastFailure the last failure in words, or null
 */
public record Health(
        Phase phase,
        Reason reason,
        Instant since,
        long sinceNanos,
        int restarts,
        @Nullable String lastFailure) {

    /** The health axis. */
    public enum Phase {
        /** Not yet up since it was first seen or last restarted. */
        STARTING,
        /** Up. */
        UP,
        /** Not serving; {@link Reason} says why. */
        DOWN
    }

    /** Why a replica is not up. */
    public enum Reason {
        /** No reason: up, or nothing known yet. */
        NONE,
        /** Refused, reset, timed out or silent. */
        UNREACHABLE,
        /** A probe was answered, badly. */
        UNHEALTHY
    }

    /** Up: new work may go there, as far as health is concerned. */
    public boolean up() {
        return phase == Phase.UP;
    }

    /** Down, and nothing answers there. */
    public boolean unreachable() {
        return phase == Phase.DOWN && reason == Reason.UNREACHABLE;
    }

    /** It answers, though its health check does not say that it is well: tried when nothing better is there. */
    public boolean onlyUnhealthy() {
        return phase == Phase.DOWN && reason == Reason.UNHEALTHY;
    }
}
