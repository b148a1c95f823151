package io.holdfast.gateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.ReplicaState;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.health.contributor.Status;

class ReplicaStatusAggregatorTest {

    private final ReplicaStatusAggregator aggregator = new ReplicaStatusAggregator();

    @ParameterizedTest
    @EnumSource(value = ReplicaState.class, names = "UP", mode = EnumSource.Mode.EXCLUDE)
    void aServiceIsUpWhenOneReplicaIs(ReplicaState other) {
        Status up = ReplicaStatusAggregator.of(ReplicaState.UP);
        assertThat(aggregator.getAggregateStatus(up, ReplicaStatusAggregator.of(other)))
                .isEqualTo(Status.UP);
        Status down = aggregator.getAggregateStatus(ReplicaStatusAggregator.of(other));
        assertThat(down).isEqualTo(Status.DOWN);
        assertThat(down.getDescription()).isEmpty();
    }

    @Test
    void everythingElseIsAsBadAsItsWorstPart() {
        assertThat(aggregator.getAggregateStatus(Status.UP, Status.DOWN)).isEqualTo(Status.DOWN);
        assertThat(aggregator.getAggregateStatus(Status.UP, Status.UNKNOWN)).isEqualTo(Status.UP);
        assertThat(aggregator.getAggregateStatus(Set.of())).isEqualTo(Status.UNKNOWN);
    }
}
