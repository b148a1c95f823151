package io.holdfast.gateway.admin;

import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A replica as {@code /actuator/replicas} shows it.
 *
 * @param service it belongs to
 * @param replica {@code host:port}
 * @param url scheme, host and port
 * @param state the first that fits of DRAINING, DOWN, EJECTED, STARTING, UP
 * @param health STARTING, UP or DOWN, whatever else is the matter
 * @param reason why it is not up: UNREACHABLE or UNHEALTHY; null when it is, or when nothing is known
 * @param draining whether an operator drains it
 * @param since when its health became what it is
 * @param probedAt when its last probe ended, or null
 * @param inFlight HTTP attempts under way, event streams included
 * @param webSockets attached
 * @param streams event streams attached
 * @param latencyMillis average time to the first byte of an answer, peaks counting most; 0: not known
 * @param breaker CLOSED, OPEN or HALF_OPEN
 * @param lastFailure in words, or null
 * @param restarts how often it was seen to refuse connections and then to answer again
 */
record ReplicaView(
        String service,
        String replica,
        String url,
        String state,
        String health,
        @Nullable String reason,
        boolean draining,
        Instant since,
        @Nullable Instant probedAt,
        int inFlight,
        int webSockets,
        int streams,
        double latencyMillis,
        String breaker,
        @Nullable String lastFailure,
        int restarts) {

    private static final double TENTHS = 10;

    static ReplicaView of(Replica r) {
        Health health = r.health();
        return new ReplicaView(
                r.service(),
                r.name(),
                r.url().toString(),
                r.state().name(),
                health.phase().name(),
                reason(health),
                r.draining(),
                health.since(),
                r.probedAt(),
                r.inFlight().get(),
                r.webSockets().get(),
                r.streams().get(),
                Math.round(r.load().millis() * TENTHS) / TENTHS,
                r.gate().state().name(),
                health.lastFailure(),
                health.restarts());
    }

    private static @Nullable String reason(Health health) {
        return health.reason() == Health.Reason.NONE ? null : health.reason().name();
    }
}
