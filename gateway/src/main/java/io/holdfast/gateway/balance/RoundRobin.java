package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One after the other. The turn of a replica that cannot take work is passed over, not given to its neighbour. */
final class RoundRobin extends TieredBalancer {

    private final AtomicInteger turn = new AtomicInteger();

    RoundRobin(Randomness randomness, long slowStartNanos) {
        super(randomness, slowStartNanos);
    }

    @Override
    @Nullable Replica choose(List<Replica> replicas, Tier tier, Tried tried, Kind kind, @Nullable CharSequence key, long now) {
        int n = replicas.size();
        Replica cold = null;
        for (int step = 0; step < n; step++) {
            Replica replica = replicas.get(Math.floorMod(turn.getAndIncrement(), n));
            if (!tier.has(replica) || tried.contains(replica)) {
                continue;
            }
            double weight = weight(replica, now);
            if (weight < 1 && randomness.unit() >= weight) {
                cold = cold == null ? replica : cold;
            } else if (tier.enter(replica)) {
                return replica;
            }
        }
        if (cold != null && tier.enter(cold)) {
            return cold;
        }
        return scan(replicas, tier, tried);
    }

    /** Others took the turns meanwhile, or gates refused: whoever takes it. */
    private static @Nullable Replica scan(List<Replica> replicas, Tier tier, Tried tried) {
        for (int i = 0; i < replicas.size(); i++) {
            Replica replica = replicas.get(i);
            if (tier.has(replica) && !tried.contains(replica) && tier.enter(replica)) {
                return replica;
            }
        }
        return null;
    }
}
