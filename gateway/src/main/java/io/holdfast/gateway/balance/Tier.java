package io.holdfast.gateway.balance;

import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Replica;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a replica is for new work, best first. A worse tier is looked at only when the better ones have no replica
 * at all: one that was tried already is waited for rather than replaced by one that is known to be worse. Replicas that
 * are draining, starting or unreachable belong to no tier.
 */
enum Tier {
    /** Up and admitted by its breaker. */
    USABLE,
    /** The same, but a connection to it was lost just now, and nothing has come from it since. */
    DOUBTED,
    /** Up, but its breaker is open, or half-open with all trials under way. */
    EJECTED,
    /** It answers, though its health check fails. */
    UNHEALTHY,
    /** Its health check fails and its breaker is open. */
    UNHEALTHY_EJECTED;

    /** Whether requests that go there are panic: nothing is up. */
    boolean panic() {
        return this == UNHEALTHY || this == UNHEALTHY_EJECTED;
    }

    /** Whether the replica is of this tier at this moment; half-open ones count as both usable and ejected. */
    boolean has(Replica replica) {
        return switch (this) {
            case USABLE -> replica.usable() && !replica.load().doubted();
            case DOUBTED -> replica.usable() && replica.load().doubted();
            default -> of(replica) == this;
        };
    }

    /** Enters the replica's gate; only a usable one can refuse. */
    boolean enter(Replica replica) {
        if (this == USABLE || this == DOUBTED) {
            return replica.gate().tryEnter();
        }
        replica.gate().enterAnyway();
        return true;
    }

    /** The tier of a replica that gave no permit just now, or null: no new work. */
    static @Nullable Tier of(Replica replica) {
        if (replica.draining()) {
            return null;
        }
        Health health = replica.health();
        Gate.State gate = replica.gate().state();
        if (health.up()) {
            if (gate != Gate.State.CLOSED) {
                return EJECTED;
            }
            return replica.load().doubted() ? DOUBTED : USABLE;
        }
        if (health.onlyUnhealthy()) {
            return gate == Gate.State.OPEN ? UNHEALTHY_EJECTED : UNHEALTHY;
        }
        return null;
    }

    /** The best tier that any of these replicas is of, or null when none can take work. */
    static @Nullable Tier best(List<Replica> replicas) {
        Tier best = null;
        for (int i = 0; i < replicas.size() && best != USABLE; i++) {
            Tier tier = of(replicas.get(i));
            if (tier != null && (best == null || tier.ordinal() < best.ordinal())) {
                best = tier;
            }
        }
        return best;
    }
}
