package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Randomness;
import io.holdfast.gateway.service.Replica;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The less loaded of two chosen by chance (Mitzenmacher, "The power of two choices in randomized load balancing", 2001):
 * the same cost for three replicas and for three hundred, and no stampede to the one that looks best.
 */
final class LeastLoaded extends TieredBalancer {

    LeastLoaded(Randomness randomness, long slowStartNanos) {
        super(randomness, slowStartNanos);
    }

    @Override
    @Nullable Replica choose(List<Replica> replicas, Tier tier, Tried tried, Kind kind, @Nullable CharSequence key, long now) {
        int n = replicas.size();
        if (n == 0) {
            return null;
        }
        int i = find(replicas, randomness.below(n), -1, tier, tried);
        if (i < 0) {
            return null;
        }
        Replica a = replicas.get(i);
        if (n == 1) {
            return tier.enter(a) ? a : null;
        }
        int other = randomness.below(n - 1);
        int j = find(replicas, other < i ? other : other + 1, i, tier, tried);
        if (j < 0) {
            return tier.enter(a) ? a : null;
        }
        Replica b = replicas.get(j);
        boolean firstIsBetter = first(a, b, kind, now);
        Replica better = firstIsBetter ? a : b;
        if (tier.enter(better)) {
            return better;
        }
        Replica worse = firstIsBetter ? b : a;
        return tier.enter(worse) ? worse : any(replicas, i, tier, tried);
    }

    /** All trials of two half-open replicas are under way: whoever takes it. */
    private static @Nullable Replica any(List<Replica> replicas, int from, Tier tier, Tried tried) {
        int n = replicas.size();
        for (int step = 1; step < n; step++) {
            Replica replica = replicas.get((from + step) % n);
            if (tier.has(replica) && !tried.contains(replica) && tier.enter(replica)) {
                return replica;
            }
        }
        return null;
    }

    private boolean first(Replica a, Replica b, Kind kind, long now) {
        double weightA = weight(a, now);
        double weightB = weight(b, now);
        double reluctanceA = reluctance(weightA, weightB);
        double reluctanceB = reluctance(weightB, weightA);
        if (kind == Kind.WEB_SOCKET) {
            if (reluctanceA != reluctanceB) {
                return reluctanceA < reluctanceB;
            }
            int socketsA = a.webSockets().get();
            int socketsB = b.webSockets().get();
            if (socketsA != socketsB) {
                return socketsA < socketsB;
            }
        }
        int waitingA = waiting(a);
        int waitingB = waiting(b);
        int order = LoadRule.compare(
                latency(a, waitingA, now),
                LoadRule.work(waitingA, a.streams().get()) * reluctanceA,
                latency(b, waitingB, now),
                LoadRule.work(waitingB, b.streams().get()) * reluctanceB);
        return order < 0 || order == 0 && randomness.below(2) == 0;
    }

    private static double latency(Replica replica, int waiting, long now) {
        return LoadRule.latency(replica.load().estimate(now), replica.load().lateness(now), waiting);
    }

    /** How much heavier its load counts this time because it warms up, and the other one does so less; 1: not at all. */
    private double reluctance(double weight, double other) {
        return weight < other && randomness.unit() * other >= weight ? SlowStartRule.reluctance(weight / other) : 1;
    }
}
