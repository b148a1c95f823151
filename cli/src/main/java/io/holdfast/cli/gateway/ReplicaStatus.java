package io.holdfast.cli.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a gateway says of a replica.
 *
 * @param replica {@code host:port}
 * @param state the first that fits of DRAINING, DOWN, EJECTED, STARTING, UP
 * @param health STARTING, UP or DOWN, whatever else is the matter
 * @param reason why it is not up: UNREACHABLE or UNHEALTHY; empty when it is, or when nothing is known
 * @param draining whether an operator drains it
 * @param since when its health became what it is, by the gateway's clock
 * @param probedAt when its last probe ended, by the gateway's clock; empty: none did, or an older gateway
 * @param inFlight requests under way there
 * @param webSockets attached there
 * @param streams event streams attached there
 * @param latencyMillis average time to the first byte of an answer; 0: not known
 * @param breaker CLOSED, OPEN or HALF_OPEN
 * @param lastFailure in words; empty: none
 * @param restarts how often it was seen to refuse connections and then to answer again
 */
public record ReplicaStatus(
        String replica,
        String state,
        String health,
        String reason,
        boolean draining,
        Optional<Instant> since,
        Optional<Instant> probedAt,
        int inFlight,
        int webSockets,
        int streams,
        double latencyMillis,
        String breaker,
        String lastFailure,
        int restarts) {

    static ReplicaStatus of(JsonNode node) {
        return new ReplicaStatus(
                node.path("replica").asText(),
                node.path("state").asText(),
                node.path("health").asText(),
                node.path("reason").asText(""),
                node.path("draining").asBoolean(),
                time(node.path("since").asText("")),
                time(node.path("probedAt").asText("")),
                node.path("inFlight").asInt(),
                node.path("webSockets").asInt(),
                node.path("streams").asInt(),
                node.path("latencyMillis").asDouble(),
                node.path("breaker").asText(),
                node.path("lastFailure").asText(""),
                node.path("restarts").asInt());
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException none) {
            return Optional.empty();
        }
    }

    /** Whether its probes are answered well, drained or not. */
    public boolean isUp() {
        return health.equals("UP");
    }

    /** Whether the gateway would give it new work now. */
    public boolean isUsable() {
        return state.equals("UP");
    }

    /** Nothing is under way there. */
    public boolean isIdle() {
        return inFlight == 0 && webSockets == 0;
    }

    /** Its state, with the reason where there is one: {@code DOWN (unreachable)}. */
    public String stateInWords() {
        return reason.isEmpty() || !state.equals("DOWN")
                ? state
                : state + " (" + reason.toLowerCase(java.util.Locale.ROOT) + ")";
    }
}
