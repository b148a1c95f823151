package io.holdfast.gateway.exchange;

import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * {@code holdfast.services.<name>.retry}.
 *
 * @param max retries of one request that count; moving on from a replica that was never sent the request does not
 * @param statuses answers that are retried where the request may be repeated
 * @param firstDelay before the second retry; the first is made at once
 * @param multiplier of the delay from retry to retry
 * @param maxDelay the longest delay
 * @param budget share of the requests of the last 10 s that may be retries or hedges
 * @param replayBuffer how much of a request's body is kept to be sent again
 * @param idempotencyKey whether {@code Idempotency-Key} makes a request repeatable: the API must honour it across its
 *     replicas, and while the first request is still running
 */
public record RetryProperties(
        @DefaultValue("3") int max,
        @DefaultValue({"502", "503", "504"}) Set<Integer> statuses,
        @DefaultValue("25ms") Duration firstDelay,
        @DefaultValue("2") double multiplier,
        @DefaultValue("1s") Duration maxDelay,
        @DefaultValue("20%") String budget,
        @DefaultValue("256KB") DataSize replayBuffer,
        @DefaultValue("true") boolean idempotencyKey) {

    private static final Pattern PERCENTAGE = Pattern.compile("\\s*(\\d{1,3}(?:\\.\\d+)?)\\s*%\\s*");
    private static final int MOST = 100;

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.between("max", max, 0, MOST);
        problems.expect(
                statuses.stream().allMatch(s -> s >= 400 && s <= 599),
                "statuses",
                statuses,
                "statuses from 400 to 599");
        problems.positive("first-delay", firstDelay);
        problems.expect(multiplier >= 1 && multiplier <= MOST, "multiplier", multiplier, "1 to " + MOST);
        problems.positive("max-delay", maxDelay);
        problems.expect(maxDelay.compareTo(firstDelay) >= 0, "max-delay", maxDelay, ">= first-delay");
        problems.expect(isPercentage(budget), "budget", budget, "0% to 100%");
        problems.between("replay-buffer", replayBuffer, DataSize.ofBytes(0), DataSize.ofGigabytes(1));
    }

    private static boolean isPercentage(String text) {
        var matcher = PERCENTAGE.matcher(text);
        return matcher.matches() && Double.parseDouble(matcher.group(1)) <= MOST;
    }

    /** The budget as a share: 0.2 for 20 %. */
    public double budgetShare() {
        var matcher = PERCENTAGE.matcher(budget);
        if (!matcher.matches()) {
            throw new IllegalStateException("unchecked budget: " + budget);
        }
        return Double.parseDouble(matcher.group(1)) / MOST;
    }

    /** The waits before later retries. */
    public Backoff backoff() {
        return new Backoff(firstDelay.toNanos(), multiplier, maxDelay.toNanos());
    }
}
