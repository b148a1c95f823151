package io.holdfast.gateway.route;

import java.util.ArrayList;
import java.util.List;

/** One application with a path for each lane, for what is decided before a lane is chosen. */
final class TwoRoutes {

    /** On the fast lane. */
    static final String FAST = "/fast/x";

    /** On the ordinary chain's. */
    static final String ORDINARY = "/ordinary/x";

    private TwoRoutes() {}

    /** Started with these properties too. */
    static RunningGateway start(String... more) {
        String routes = "spring.cloud.gateway.server.webflux.routes";
        List<String> properties = new ArrayList<>(List.of(
                routes + "[0].id=fast",
                routes + "[0].uri=holdfast://api",
                routes + "[0].predicates[0]=Path=/fast/**",
                routes + "[1].id=ordinary",
                routes + "[1].uri=holdfast://api",
                routes + "[1].predicates[0]=Path=/ordinary/**",
                routes + "[1].metadata.lane=gateway", // metadata alone makes a route the ordinary chain's
                "holdfast.services.api.replicas=http://127.0.0.1:1", // until a test brings its own
                "holdfast.services.api.health.path=/probe",
                "holdfast.services.api.hold.max-wait=20s"));
        properties.addAll(List.of(more));
        return RunningGateway.start(properties.toArray(String[]::new));
    }
}
