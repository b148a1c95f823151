package io.holdfast.gateway.admin;

import io.holdfast.gateway.service.ReplicaState;
import java.util.Set;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;

/**
 * A service is UP when one of its replicas is: that others are not is what the gateway is there for. Everything else is
 * aggregated as Spring does it, where the worst counts. Statuses of replicas are known by their description.
 */
final class ReplicaStatusAggregator implements StatusAggregator {

    private static final String OF_A_REPLICA = "one of the service's replicas";

    private final StatusAggregator others = StatusAggregator.getDefault();

    /** The status of a replica in this state. */
    static Status of(ReplicaState state) {
        return new Status(state.name(), OF_A_REPLICA);
    }

    @Override
    public Status getAggregateStatus(Set<Status> statuses) {
        boolean replicas =
                !statuses.isEmpty() && statuses.stream().allMatch(s -> OF_A_REPLICA.equals(s.getDescription()));
        if (!replicas) {
            return others.getAggregateStatus(statuses);
        }
        return statuses.contains(Status.UP) ? Status.UP : Status.DOWN;
    }
}
