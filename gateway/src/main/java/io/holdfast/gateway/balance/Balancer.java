package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import org.jspecify.annotations.Nullable;

/** Says which replica takes the next attempt. */
public interface Balancer {

    /**
     * A replica for one attempt, its gate entered (the caller gives the permit back by one of the gate's calls), or
     * null when none can take it: then the exchange is held.
     *
     * <p>Order of preference, each tier without the replicas in {@code tried}: usable ones by the policy; when all that
     * are up are ejected, the ejected (with or without a permit: {@link Gate#tryEnter} is asked, and the gate's answer
     * ignored); when none is up, those that are only unhealthy (panic). Never one that is draining, starting or
     * unreachable.
     *
     * @param service whose replicas
     * @param tried replicas not to pick
     * @param kind what the replica is wanted for
     * @param key what a sticky policy hashes (cookie, header or source address), or null
     * @param now monotonic nanoseconds
     */
    @Nullable Replica pick(Service service, Tried tried, Kind kind, @Nullable CharSequence key, long now);

    /** What is weighed: requests by in-flight work, WebSockets by the number attached. */
    enum Kind {
        REQUEST,
        WEB_SOCKET
    }
}
