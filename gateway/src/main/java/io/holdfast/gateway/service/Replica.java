package io.holdfast.gateway.service;

import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One replica of a service: where it is, what is known of it, and what is under way there. Health, drain and gate are
 * set by their features and read without locks by balance and exchange.
 */
public final class Replica {

    private final String service;
    private final URI url;
    private final String name;
    private final boolean tls;
    private final String serverName;
    private final Gate gate;
    private final Load load = new Load();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger webSockets = new AtomicInteger();
    private final AtomicInteger streams = new AtomicInteger();
    private volatile Health health;
    private volatile boolean draining;
    private volatile @Nullable Instant probedAt;

    /**
     * @param service the name of the service it belongs to
     * @param url scheme (http or https), host and port; no path
     * @param gate its breaker's gate
     * @param time for the first moment of its state
     */
    public Replica(String service, URI url, Gate gate, Time time) {
        this(service, url, null, gate, time);
    }

    /**
     * A replica found by the address of a name.
     *
     * @param serverName the name that its certificate is for, when the URL has only an address
     */
    public Replica(String service, URI url, @Nullable String serverName, Gate gate, Time time) {
        this.service = service;
        this.url = url;
        this.tls = "https".equalsIgnoreCase(url.getScheme());
        this.name = nameOf(url);
        this.serverName = serverName != null ? serverName : host();
        this.gate = gate;
        this.health = new Health(Health.Phase.STARTING, Health.Reason.NONE, time.now(), time.nanos(), 0, null);
    }

    /** {@code host:port}, the name that operators use; the scheme's port when the URL names none. */
    public static String nameOf(URI url) {
        int port = url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
        return url.getHost() + ":" + port;
    }

    public String service() {
        return service;
    }

    public URI url() {
        return url;
    }

    /** {@code host:port}. */
    public String name() {
        return name;
    }

    public String host() {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** The name that its TLS certificate is for. */
    public String serverName() {
        return serverName;
    }

    public int port() {
        return Integer.parseInt(name.substring(name.lastIndexOf(':') + 1));
    }

    public boolean tls() {
        return tls;
    }

    public Gate gate() {
        return gate;
    }

    public Health health() {
        return health;
    }

    public boolean draining() {
        return draining;
    }

    /** When its last probe ended, whatever came of it; null: none did. To show, and for who waits for a new word. */
    public @Nullable Instant probedAt() {
        return probedAt;
    }

    public void probedAt(Instant at) {
        probedAt = at;
    }

    /** What balance weighs: latency and the last sign of life. */
    public Load load() {
        return load;
    }

    /** HTTP attempts under way, event streams included. */
    public AtomicInteger inFlight() {
        return inFlight;
    }

    /** WebSockets attached. */
    public AtomicInteger webSockets() {
        return webSockets;
    }

    /** Event streams attached (each also counts as in flight). */
    public AtomicInteger streams() {
        return streams;
    }

    /** The state shown: the first that fits. */
    public ReplicaState state() {
        Health h = health;
        if (draining) {
            return ReplicaState.DRAINING;
        }
        return switch (h.phase()) {
            case DOWN -> ReplicaState.DOWN;
            case STARTING -> ReplicaState.STARTING;
            case UP -> gate.state() == Gate.State.OPEN ? ReplicaState.EJECTED : ReplicaState.UP;
        };
    }

    /** Since when it is in its health phase. */
    public Instant since() {
        return health.since();
    }

    /** Takes new work: up, not draining, breaker admitting. */
    public boolean usable() {
        return !draining && health.up() && gate.state() != Gate.State.OPEN;
    }

    /** Can be given a request when nothing better is there: up, or answering though its health check fails. */
    public boolean reachable() {
        Health h = health;
        return !draining && (h.up() || h.onlyUnhealthy());
    }

    void health(Health next) {
        health = next;
    }

    void draining(boolean next) {
        draining = next;
    }

    @Override
    public String toString() {
        return service + "/" + name;
    }
}
