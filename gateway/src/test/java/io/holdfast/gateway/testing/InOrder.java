package io.holdfast.gateway.testing;

import io.holdfast.gateway.balance.Balancer;
import io.holdfast.gateway.balance.Tried;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import org.jspecify.annotations.Nullable;

/** The first reachable replica of the list that was not tried: a test knows where each attempt goes. */
final class InOrder implements Balancer {

    @Override
    public @Nullable Replica pick(Service service, Tried tried, Kind kind, @Nullable CharSequence key, long now) {
        for (Replica replica : service.replicas()) {
            if (replica.reachable()
                    && !tried.contains(replica)
                    && replica.gate().tryEnter()) {
                return replica;
            }
        }
        return null;
    }
}
