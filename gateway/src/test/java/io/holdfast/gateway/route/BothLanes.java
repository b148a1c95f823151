package io.holdfast.gateway.route;

import io.holdfast.gateway.testing.RawAnswer;
import io.holdfast.gateway.testing.RawClient;
import io.holdfast.gateway.testing.Script;
import io.holdfast.gateway.testing.ScriptedReplica;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What every lane has to do, once for each: real sockets, the whole application, scripted replicas. There is one
 * application for each lane in the whole run; each test has replicas of its own behind it.
 */
@ParameterizedClass(name = "{0} lane")
@EnumSource(Lane.Kind.class)
@ExtendWith(BothLanes.Stopped.class)
abstract class BothLanes {

    private static final Map<Lane.Kind, RunningGateway> RUNNING = new EnumMap<>(Lane.Kind.class);

    @Parameter
    Lane.Kind lane;

    RunningGateway gateway;
    final ScriptedReplica replica = ScriptedReplica.start();
    final ScriptedReplica other = ScriptedReplica.start();

    static synchronized RunningGateway on(Lane.Kind lane) {
        return RUNNING.computeIfAbsent(lane, BothLanes::start);
    }

    private static RunningGateway start(Lane.Kind lane) {
        String routes = "spring.cloud.gateway.server.webflux.routes";
        String service = "holdfast.services.api.";
        // metadata alone makes a route the ordinary chain's
        String laneOf = lane == Lane.Kind.GATEWAY ? "metadata.lane=gateway" : "order=0";
        return RunningGateway.start(
                routes + "[0].id=brief",
                routes + "[0].uri=holdfast://brief",
                routes + "[0].predicates[0]=Path=/brief/**",
                routes + "[0]." + laneOf,
                routes + "[1].id=" + lane,
                routes + "[1].uri=holdfast://api",
                routes + "[1].predicates[0]=Path=/**",
                routes + "[1]." + laneOf,
                // a service of little patience beside the one of all other tests
                "holdfast.services.brief.replicas=http://127.0.0.1:1",
                "holdfast.services.brief.health.path=/probe",
                "holdfast.services.brief.timeouts.first-byte=1s",
                service + "replicas=http://127.0.0.1:1", // until a test brings its own
                service + "health.path=/probe",
                service + "retry.budget=100%",
                service + "hold.max-wait=3s",
                service + "hold.max-requests=3",
                service + "websocket.max-frame=64KB",
                "spring.cloud.gateway.server.webflux.trusted-proxies=");
    }

    @BeforeEach
    void connect() {
        gateway = on(lane);
        gateway.replicas("api", replica);
    }

    /** From now on there are two replicas, and nobody knows which of them is tried first. */
    void both() {
        gateway.replicas("api", replica, other);
    }

    /** What the first, the second, ... request gets, whichever replica it comes to. */
    void inTurn(Script... scripts) {
        Queue<Script> left = new ArrayDeque<>(List.of(scripts));
        Script next = line -> {
            Script script;
            synchronized (left) {
                script = left.remove();
            }
            script.play(line);
        };
        replica.always(next);
        other.always(next);
    }

    RawClient client() throws IOException {
        return gateway.client();
    }

    /** One request on a connection of its own. */
    RawAnswer exchange(String method, String target, String body, String... headerLines) throws IOException {
        try (RawClient client = client()) {
            return client.request(method, target, body, headerLines).answer();
        }
    }

    int inFlight() {
        return gateway.service("api").replicas().stream()
                .mapToInt(r -> r.inFlight().get())
                .sum();
    }

    @AfterEach
    void everythingIsGivenBack() {
        try {
            gateway.awaitQuiet("api");
            gateway.awaitQuiet("brief");
        } finally {
            gateway.service("api").replicas(List.of());
            gateway.service("brief").replicas(List.of());
            replica.close();
            other.close();
        }
    }

    /** Stops the applications when the run ends. */
    static final class Stopped implements BeforeAllCallback {
        @Override
        public void beforeAll(ExtensionContext context) {
            context.getRoot()
                    .getStore(ExtensionContext.Namespace.create(Stopped.class))
                    .computeIfAbsent("running", key ->
                            (AutoCloseable) () -> RUNNING.values().forEach(RunningGateway::close));
        }
    }
}
