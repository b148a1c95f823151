package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same key to the same replica, by rendezvous hashing (Thaler and Ravishankar, 1998): when a replica cannot take
 * work only its own keys go elsewhere, each to a replica of its own, and they come home when it is back, spread over
 * its slow start. Looks at every replica. Requests without a key go to the least loaded.
 */
final class Sticky extends TieredBalancer {

    private final LeastLoaded keyless;

    Sticky(Randomness randomness, long slowStartNanos) {
        super(randomness, slowStartNanos);
        this.keyless = new LeastLoaded(randomness, slowStartNanos);
    }

    @Override
    @Nullable Replica choose(List<Replica> replicas, Tier tier, Tried tried, Kind kind, @Nullable CharSequence key, long now) {
        if (key == null || key.length() == 0) {
            return keyless.choose(replicas, tier, tried, kind, null, now);
        }
        long hash = RendezvousRule.hash(key);
        Replica found = choose(replicas, tier, tried, hash, now, true);
        return found != null ? found : choose(replicas, tier, tried, hash, now, false);
    }

    private @Nullable Replica choose(
            List<Replica> replicas, Tier tier, Tried tried, long hash, long now, boolean warmOnly) {
        long below = Long.MAX_VALUE;
        for (int round = 0; round < replicas.size(); round++) {
            Replica best = null;
            long bestScore = Long.MIN_VALUE;
            for (int i = 0; i < replicas.size(); i++) {
                Replica replica = replicas.get(i);
                long score = RendezvousRule.score(hash, replica.name().hashCode());
                boolean next = score > bestScore && (round == 0 || score < below);
                if (next
                        && tier.has(replica)
                        && !tried.contains(replica)
                        && (!warmOnly || RendezvousRule.unit(score) < weight(replica, now))) {
                    best = replica;
                    bestScore = score;
                }
            }
            if (best == null || tier.enter(best)) {
                return best;
            }
            below = bestScore; // half-open, and all its trials are under way: the key's next choice
        }
        return null;
    }
}
