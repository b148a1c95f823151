package io.holdfast.gateway.metrics;

/** Every meter and tag of Holdfast, as Micrometer names them; Prometheus shows {@code holdfast_replica_in_flight}. */
public final class MeterNames {

    /** 1 for the state that a replica is in, 0 for the others; tag {@link #STATE}. */
    public static final String REPLICA_STATE = "holdfast.replica.state";

    /** HTTP attempts under way at a replica, event streams included. */
    public static final String REPLICA_IN_FLIGHT = "holdfast.replica.in.flight";

    /** WebSockets attached to a replica. */
    public static final String REPLICA_WEB_SOCKETS = "holdfast.replica.websockets";

    /** Event streams attached to a replica. */
    public static final String REPLICA_STREAMS = "holdfast.replica.streams";

    /** Average time to the first byte of an answer, peaks counting most, in seconds; 0: not known. */
    public static final String REPLICA_LATENCY = "holdfast.replica.latency";

    /** 1 for the state of a replica's breaker, 0 for the others; tag {@link #STATE}. */
    public static final String REPLICA_BREAKER = "holdfast.replica.breaker";

    /** How often another process came in a replica's place. */
    public static final String REPLICA_RESTARTS = "holdfast.replica.restarts";

    /** Attempts that ended by a loss; tag {@link #KIND}. */
    public static final String REPLICA_LOSSES = "holdfast.replica.losses";

    /** Attempts after which another one was made. */
    public static final String REPLICA_RETRIED = "holdfast.replica.retried";

    /** Answers cut since they could not be made whole. */
    public static final String REPLICA_CUT = "holdfast.replica.cut";

    /** 1 while requests go to replicas whose health check fails, since none is up. */
    public static final String SERVICE_PANIC = "holdfast.service.panic";

    /** Requests that wait for a replica at this moment. */
    public static final String SERVICE_HOLDING = "holdfast.service.holding";

    /** 1 for the state of a service's breaker, 0 for the others; tag {@link #STATE}. */
    public static final String SERVICE_BREAKER = "holdfast.service.breaker";

    /** Requests that had to wait for a replica. */
    public static final String SERVICE_HELD = "holdfast.service.held";

    /** Time from a request to the head of its answer, all attempts and waits included; tag {@link #OUTCOME}. */
    public static final String SERVICE_ANSWERS = "holdfast.service.answers";

    /** What clients were spared; tag {@link #WHAT}. */
    public static final String SERVICE_SAVED = "holdfast.service.saved";

    /** Clients that left before their answer. */
    public static final String SERVICE_CLIENTS_GONE = "holdfast.service.clients.gone";

    /** Name of the service. */
    public static final String SERVICE = "service";

    /** {@code host:port} of the replica. */
    public static final String REPLICA = "replica";

    /** A state, as the list of replicas shows it. */
    public static final String STATE = "state";

    /** How a connection was lost: refused, unreachable, tls, stale, lost, invalid, first-byte-timeout, idle-timeout. */
    public static final String KIND = "kind";

    /** Class of the status: 1xx to 5xx. */
    public static final String OUTCOME = "outcome";

    /** request, held, hang, event-stream, download, web-socket. */
    public static final String WHAT = "what";

    private MeterNames() {}
}
