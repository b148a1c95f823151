package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.ServiceListener;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the tiers; which replica of a tier is the policy's word. Runs for every attempt: allocates nothing. */
abstract class TieredBalancer implements Balancer, ServiceListener {

    final Randomness randomness;
    final long slowStartNanos;

    TieredBalancer(Randomness randomness, long slowStartNanos) {
        this.randomness = randomness;
        this.slowStartNanos = slowStartNanos;
    }

    @Override
    public final @Nullable Replica pick(Service service, Tried tried, Kind kind, @Nullable CharSequence key, long now) {
        List<Replica> replicas = service.replicas();
        Replica chosen = choose(replicas, Tier.USABLE, tried, kind, key, now);
        if (chosen == null) {
            chosen = choose(replicas, Tier.DOUBTED, tried, kind, key, now);
        }
        if (chosen == null) {
            Tier tier = Tier.best(replicas);
            if (tier == null || tier == Tier.USABLE || tier == Tier.DOUBTED) {
                return null;
            }
            chosen = choose(replicas, tier, tried, kind, key, now);
            if (chosen == null) {
                return null;
            }
            service.panic(tier.panic());
        } else {
            service.panic(false);
        }
        if (waiting(chosen) == 0) {
            chosen.load().waitedForAt(now);
        }
        return chosen;
    }

    /** A replica of this tier that was not tried, its gate entered, or null. */
    abstract @Nullable Replica choose(
            List<Replica> replicas, Tier tier, Tried tried, Kind kind, @Nullable CharSequence key, long now);

    /**
     * The place of the first candidate at or after a place, going round.
     *
     * @param not a place to leave out, or -1
     * @return -1 when there is none
     */
    static int find(List<Replica> replicas, int from, int not, Tier tier, Tried tried) {
        int n = replicas.size();
        for (int step = 0, i = from; step < n; step++) {
            Replica replica = replicas.get(i);
            if (i != not && tier.has(replica) && !tried.contains(replica)) {
                return i;
            }
            if (++i == n) {
                i = 0;
            }
        }
        return -1;
    }

    /** The share that a replica is given while it warms up. */
    final double weight(Replica replica, long now) {
        return slowStartNanos == 0
                ? 1
                : SlowStartRule.weight(now - replica.health().sinceNanos(), slowStartNanos);
    }

    static int waiting(Replica replica) {
        return replica.inFlight().get() - replica.streams().get();
    }

    @Override
    public void healthChanged(Service service, Replica replica, Health before, Health now) {
        if (service.panic() && now.up()) {
            service.panic(false);
        }
    }
}
