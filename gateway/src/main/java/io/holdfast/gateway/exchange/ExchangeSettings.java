package io.holdfast.gateway.exchange;

import java.util.Set;

/**
 * What the exchanges of one service are told; times in nanoseconds, sizes in bytes.
 *
 * @param maxRetries retries that count, per request
 * @param retryStatuses answers that are retried where repeating is allowed
 * @param backoff waits before later retries
 * @param replayBuffer how much of a request's body is kept to be sent again
 * @param honourKeys whether {@code Idempotency-Key} makes a request repeatable
 * @param totalNanos over all attempts; 0: no limit
 * @param hedge when GET and HEAD get a second attempt
 * @param maxHoldNanos the sum of waits without a replica, per request
 * @param wholeBodyUnder bodies up to this are held until whole
 * @param expose whether answers name their replica
 */
public record ExchangeSettings(
        int maxRetries,
        Set<Integer> retryStatuses,
        Backoff backoff,
        int replayBuffer,
        boolean honourKeys,
        long totalNanos,
        HedgeDelay hedge,
        long maxHoldNanos,
        int wholeBodyUnder,
        boolean expose) {}
