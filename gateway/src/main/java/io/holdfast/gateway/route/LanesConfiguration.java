package io.holdfast.gateway.route;

import java.util.List;
import java.util.Locale;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * {@code GET /actuator/gateway/lanes}: each route in its order, its lane, and why. Named in {@code META-INF/spring}, and no
 * stereotype, so that it stands on the management port only.
 */
class LanesConfiguration {

    /** One route as it is shown. */
    record Shown(String route, String lane, String why) {}

    @Bean
    RouterFunction<ServerResponse> holdfastLanes(FastLane fastLane, WebEndpointProperties endpoints) {
        return RouterFunctions.route()
                .GET(endpoints.getBasePath() + "/gateway/lanes", request -> ServerResponse.ok()
                        .bodyValue(shown(fastLane.table())))
                .build();
    }

    private static List<Shown> shown(RouteTable table) {
        return table.routes().stream()
                .map(CompiledRoute::lane)
                .map(l -> new Shown(l.route(), l.kind().name().toLowerCase(Locale.ROOT), l.why()))
                .toList();
    }
}
