package io.holdfast.gateway;

import io.holdfast.gateway.admin.AdminProperties;
import io.holdfast.gateway.config.Checkable;
import io.holdfast.gateway.config.Problems;
import io.holdfast.gateway.route.LimitsProperties;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code holdfast}: everything that Holdfast adds to the configuration of a Spring Cloud Gateway.
 *
 * @param services by name, as in {@code holdfast://<name>}
 * @param expose whether answers name the replica and the attempts in {@code X-Holdfast-*} headers
 * @param stateDir where what must outlive a restart is kept; null: a folder of the user's own
 * @param grace how long a stop of the gateway waits for work under way
 * @param admin the management port
 * @param limits what one client of the entry may cost
 */
@ConfigurationProperties(prefix = "holdfast", ignoreUnknownFields = false)
public record HoldfastProperties(
        @DefaultValue Map<String, ServiceProperties> services,
        @DefaultValue("false") boolean expose,
        @Nullable String stateDir,
        @DefaultValue("30s") Duration grace,
        @DefaultValue AdminProperties admin,
        @DefaultValue LimitsProperties limits)
        implements Checkable {

    /** What may stand as the host of a URI. */
    private static final Pattern NAME = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

    @Override
    public void check(Problems problems) {
        services.forEach((name, service) -> {
            Problems here = problems.at("services").at(name);
            here.expect(
                    NAME.matcher(name).matches(),
                    "",
                    "a service of this name",
                    "lower-case letters, digits and -, beginning with a letter");
            service.check(here);
        });
        problems.notNegative("grace", grace);
        admin.check(problems.at("admin"));
        limits.check(problems.at("limits"));
    }
}
