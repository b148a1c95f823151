package io.holdfast.gateway.health;

import io.holdfast.gateway.health.Outcome.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer to a probe says.
 *
 * @param statuses that are good; empty: any below 500, for replicas without a health check
 * @param match looks into the body, or null
 */
record AnswerRule(List<StatusRange> statuses, @Nullable BodyMatch match) {

    /** Whether the body has to be read. */
    boolean looksIntoBody() {
        return match != null;
    }

    /**
     * Judges an answer.
     *
     * @param body ignored unless {@link #looksIntoBody()}
     */
    Outcome judge(int status, byte[] body) {
        if (!good(status)) {
            return new Outcome(status >= 500 ? Kind.NOT_READY : Kind.WRONG, "health check answered " + status);
        }
        String mismatch = match == null ? null : match.mismatch(body);
        return mismatch == null ? Outcome.GOOD : new Outcome(Kind.NOT_READY, "health check: " + mismatch);
    }

    private boolean good(int status) {
        if (statuses.isEmpty()) {
            return status < 500;
        }
        for (StatusRange range : statuses) {
            if (range.contains(status)) {
                return true;
            }
        }
        return false;
    }
}
