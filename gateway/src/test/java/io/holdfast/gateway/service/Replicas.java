package io.holdfast.gateway.service;

import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Services and replicas in the states that tests need. */
public final class Replicas {

    private Replicas() {}

    /** A service of so many replicas on 127.0.0.1:8001 and on, each up since long ago and with a gate of its own. */
    public static Service up(int count, Time time) {
        Service service = new Service("api", new ScriptedGate());
        List<Replica> replicas = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            replicas.add(replica(8000 + i, time));
        }
        service.replicas(replicas);
        replicas.forEach(r -> health(service, r, Phase.UP, Reason.NONE, time.nanos() - 3_600_000_000_000L));
        return service;
    }

    public static Replica replica(int port, Time time) {
        return new Replica("api", URI.create("http://127.0.0.1:" + port), new ScriptedGate(), time);
    }

    public static ScriptedGate gate(Replica replica) {
        return (ScriptedGate) replica.gate();
    }

    public static void health(Service service, Replica replica, Phase phase, Reason reason) {
        health(service, replica, phase, reason, replica.health().sinceNanos());
    }

    public static void health(Service service, Replica replica, Phase phase, Reason reason, long since) {
        service.health(replica, new Health(phase, reason, Instant.EPOCH, since, 0, null));
    }

    public static void unreachable(Service service, Replica replica) {
        health(service, replica, Phase.DOWN, Reason.UNREACHABLE);
    }

    public static void unhealthy(Service service, Replica replica) {
        health(service, replica, Phase.DOWN, Reason.UNHEALTHY);
    }
}
