package io.holdfast.gateway.exchange;

import io.holdfast.gateway.upstream.Loss;

/**
 * What follows when an attempt ended: rules 1 to 5 and 7 of an exchange, on plain values. It never looks at a replica
 * or a clock; which replica comes next is balance's word, and waits come back as durations.
 */
public final class RetryRule {

    /** What follows. */
    public enum Next {
        /** Another replica at once; costs neither {@code max} nor the budget. */
        MOVE,
        /** Another attempt that counts: at once when an untried replica is there, else after the back-off. */
        RETRY,
        /** As {@code RETRY}, when the budget has one left; else the answer or the failure passes. */
        RETRY_WITHIN_BUDGET,
        /** The request waits until a replica can take it, and is then tried again. */
        HOLD,
        /** The answer passes to the client as the replica gave it. */
        PASS,
        /** 502, and the request was certainly not acted on. */
        FAIL_UNSENT,
        /** 502, and the request may have been acted on. */
        FAIL_SENT_UNKNOWN,
        /** 502: in flight at the loss of two replicas. */
        FAIL_POISON,
        /** 504: no head of an answer in time. */
        FAIL_TIMEOUT,
        /** Wait on. */
        WAIT
    }

    private static final int GATEWAY_TIMEOUT = 504;
    /** A 504 within this time says that the replica did not get as far as working on it. */
    static final long QUICK_504_NANOS = 5_000_000_000L;

    private RetryRule() {}

    /**
     * After a loss before anything of the answer was passed on.
     *
     * @param kind how the attempt ended
     * @param sent false only when it is certain that no byte was sent
     * @param repeatable of the request
     * @param replayable its body can be given again from the start
     * @param retries retries that counted so far
     * @param max {@code retry.max}
     * @param losses counted losses of replicas, this one included
     */
    public static Next afterLoss(
            Loss.Kind kind, boolean sent, Repeatable repeatable, boolean replayable, int retries, int max, int losses) {
        if (!sent) {
            return replayable ? Next.MOVE : Next.FAIL_UNSENT;
        }
        if (kind == Loss.Kind.FIRST_BYTE_TIMEOUT) {
            return Next.FAIL_TIMEOUT;
        }
        if (!repeatable.afterLoss() || !replayable) {
            return Next.FAIL_SENT_UNKNOWN;
        }
        if (losses >= 2) {
            return Next.FAIL_POISON;
        }
        if (kind == Loss.Kind.INVALID) {
            return retries < max ? Next.RETRY_WITHIN_BUDGET : Next.FAIL_SENT_UNKNOWN;
        }
        if (retries >= max) {
            return Next.HOLD;
        }
        return retries == 0 ? Next.RETRY : Next.RETRY_WITHIN_BUDGET;
    }

    /** After a loss that would be retried if the budget had one left: waiting costs nothing, a broken answer passes. */
    public static Next withoutBudget(Loss.Kind kind) {
        return kind == Loss.Kind.INVALID ? Next.FAIL_SENT_UNKNOWN : Next.HOLD;
    }

    /**
     * After the head of an answer whose status is one of {@code retry.statuses}.
     *
     * @param status of the answer
     * @param tookNanos from sending the request to the head
     * @param retryAfterNanos what {@code Retry-After} asks for, 0 without one
     * @param leftNanos what is left of {@code hold.max-wait}
     * @param untried whether a replica that was not tried yet could take it: else it has to wait first
     */
    public static Next afterAnswer(
            int status,
            long tookNanos,
            long retryAfterNanos,
            long leftNanos,
            Repeatable repeatable,
            boolean replayable,
            int retries,
            int max,
            boolean untried) {
        if (status == GATEWAY_TIMEOUT && tookNanos > QUICK_504_NANOS) {
            return Next.PASS;
        }
        if (!repeatable.afterLoss() || !replayable || retries >= max) {
            return Next.PASS;
        }
        if (!untried && (retryAfterNanos > leftNanos || leftNanos <= 0)) {
            return Next.PASS;
        }
        return Next.RETRY_WITHIN_BUDGET;
    }

    /**
     * When the replica was found DOWN while the request waits there for an answer (rule 7), or for a connection (rule 1).
     *
     * @param movedBefore whether the request left a silent replica before
     */
    public static Next afterDown(boolean sent, Repeatable repeatable, boolean replayable, boolean movedBefore) {
        if (!sent) {
            return replayable ? Next.MOVE : Next.WAIT;
        }
        return repeatable.afterSilence() && replayable && !movedBefore ? Next.MOVE : Next.WAIT;
    }
}
