package io.holdfast.gateway.breaker;

import io.holdfast.gateway.config.OrOff;
import io.holdfast.gateway.config.Problems;
import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast.services.<name>.breaker}: of each replica's breaker. The service's own breaker looks at five times the
 * window and asks for ten times the minimum, so that what ejects a replica does not close a service.
 *
 * @param failureRate percentage of failed calls in the window that opens it
 * @param window how many of the last calls are looked at
 * @param minimum how many calls there must have been before it may open
 * @param openFor how long it stays open before trial requests go through
 * @param halfOpen how many trial requests decide whether it closes
 * @param slowCall calls that take longer count as failed; off, since slow work is not failing work
 */
public record BreakerProperties(
        @DefaultValue("50") float failureRate,
        @DefaultValue("20") int window,
        @DefaultValue("5") int minimum,
        @DefaultValue("5s") Duration openFor,
        @DefaultValue("2") int halfOpen,
        @DefaultValue("off") OrOff slowCall) {

    private static final int SERVICE_WINDOW = 5;
    private static final int SERVICE_MINIMUM = 10;
    private static final int MOST = 10_000;

    /** Notes what is wrong. */
    public void check(Problems problems) {
        problems.expect(failureRate > 0 && failureRate <= 100, "failure-rate", failureRate, "> 0 and <= 100");
        problems.between("window", window, 1, MOST);
        problems.between("minimum", minimum, 1, MOST);
        problems.expect(window < 1 || minimum <= window, "minimum", minimum, "<= window, which is " + window);
        problems.positive("open-for", openFor);
        problems.between("half-open", halfOpen, 1, MOST);
        problems.positive("slow-call", slowCall);
    }

    /** The numbers of the service's own breaker. */
    BreakerProperties ofService() {
        int wide = window * SERVICE_WINDOW;
        return new BreakerProperties(
                failureRate, wide, Math.min(wide, minimum * SERVICE_MINIMUM), openFor, halfOpen, OrOff.OFF);
    }
}
