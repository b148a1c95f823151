package io.holdfast.gateway.health;

import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import org.jspecify.annotations.Nullable;

/**
 * All that health remembers of a replica; immutable. Times are monotonic nanoseconds.
 *
 * @param phase the state on the health axis
 * @param reason why it is not up
 * @param since when this phase began
 * @param good good probes in a row
 * @param bad bad probes in a row
 * @param startedAt from when the start period counts
 * @param answered whether this process of the replica ever answered
 * @param refused whether it was refused since it last answered: what answers next is another process
 * @param restarts how often another process came
 * @param suspectedAt when traffic last found it silent; meaningless unless {@code suspected}
 * @param suspected whether traffic found it silent and no probe was answered since
 * @param lastFailure the last failure in words, or null
 */
record Watch(
        Phase phase,
        Reason reason,
        long since,
        int good,
        int bad,
        long startedAt,
        boolean answered,
        boolean refused,
        int restarts,
        long suspectedAt,
        boolean suspected,
        @Nullable String lastFailure) {

    /** A replica seen for the first time. */
    static Watch first(long now) {
        return new Watch(Phase.STARTING, Reason.NONE, now, 0, 0, now, false, false, 0, 0, false, null);
    }

    boolean unreachable() {
        return phase == Phase.DOWN && reason == Reason.UNREACHABLE;
    }

    Watch to(Phase nextPhase, Reason nextReason, long now) {
        boolean same = nextPhase == phase;
        return new Watch(
                nextPhase,
                nextReason,
                same ? since : now,
                same ? good : 0,
                same ? bad : 0,
                startedAt,
                answered,
                refused,
                restarts,
                suspectedAt,
                suspected,
                lastFailure);
    }

    Watch counts(int nextGood, int nextBad) {
        return new Watch(
                phase,
                reason,
                since,
                nextGood,
                nextBad,
                startedAt,
                answered,
                refused,
                restarts,
                suspectedAt,
                suspected,
                lastFailure);
    }

    /** It answered a probe: it is no longer suspected; if it was refused before, it is another process. */
    Watch alive(long now) {
        boolean another = refused;
        return new Watch(
                phase,
                reason,
                since,
                good,
                bad,
                another ? now : startedAt,
                true,
                false,
                another ? restarts + 1 : restarts,
                suspectedAt,
                false,
                lastFailure);
    }

    /** Nothing listens there any more; a process that never answered leaves no trace. */
    Watch gone() {
        return new Watch(
                phase,
                reason,
                since,
                good,
                bad,
                startedAt,
                false,
                refused || answered,
                restarts,
                suspectedAt,
                suspected,
                lastFailure);
    }

    Watch suspect(long now) {
        return new Watch(
                phase, reason, since, good, bad, startedAt, answered, refused, restarts, now, true, lastFailure);
    }

    Watch failed(String why) {
        return new Watch(
                phase, reason, since, good, bad, startedAt, answered, refused, restarts, suspectedAt, suspected, why);
    }
}
