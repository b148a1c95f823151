package io.holdfast.gateway.balance;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.service.Gate.State;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TierTest {

    private final Service service = Replicas.up(2, new ManualTime());
    private final Replica replica = service.replicas().get(0);
    private final Replica other = service.replicas().get(1);

    static Stream<Arguments> everyState() {
        return Stream.of(
                Arguments.of(Phase.UP, Reason.NONE, State.CLOSED, Tier.USABLE),
                Arguments.of(Phase.UP, Reason.NONE, State.HALF_OPEN, Tier.EJECTED),
                Arguments.of(Phase.UP, Reason.NONE, State.OPEN, Tier.EJECTED),
                Arguments.of(Phase.DOWN, Reason.UNHEALTHY, State.CLOSED, Tier.UNHEALTHY),
                Arguments.of(Phase.DOWN, Reason.UNHEALTHY, State.HALF_OPEN, Tier.UNHEALTHY),
                Arguments.of(Phase.DOWN, Reason.UNHEALTHY, State.OPEN, Tier.UNHEALTHY_EJECTED),
                Arguments.of(Phase.DOWN, Reason.UNREACHABLE, State.CLOSED, null),
                Arguments.of(Phase.DOWN, Reason.UNREACHABLE, State.HALF_OPEN, null),
                Arguments.of(Phase.DOWN, Reason.UNREACHABLE, State.OPEN, null),
                Arguments.of(Phase.STARTING, Reason.NONE, State.CLOSED, null),
                Arguments.of(Phase.STARTING, Reason.NONE, State.HALF_OPEN, null),
                Arguments.of(Phase.STARTING, Reason.NONE, State.OPEN, null));
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void belongsToTheTierOfItsState(Phase phase, Reason reason, State gate, Tier expected) {
        Replicas.health(service, replica, phase, reason);
        Replicas.gate(replica).state = gate;
        assertThat(Tier.of(replica)).isEqualTo(expected);
        assertThat(Tier.USABLE.has(replica)).isEqualTo(phase == Phase.UP && gate != State.OPEN);
        for (Tier tier : List.of(Tier.EJECTED, Tier.UNHEALTHY, Tier.UNHEALTHY_EJECTED)) {
            assertThat(tier.has(replica)).isEqualTo(tier == expected);
        }
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void aDrainingReplicaBelongsToNone(Phase phase, Reason reason, State gate, Tier ignored) {
        Replicas.health(service, replica, phase, reason);
        Replicas.gate(replica).state = gate;
        service.draining(replica, true);
        assertThat(Tier.of(replica)).isNull();
        for (Tier tier : Tier.values()) {
            assertThat(tier.has(replica)).isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("everyState")
    void theBestTierCounts(Phase phase, Reason reason, State gate, Tier expected) {
        Replicas.health(service, replica, phase, reason);
        Replicas.gate(replica).state = gate;
        assertThat(Tier.best(service.replicas())).isEqualTo(Tier.USABLE);
        Replicas.unreachable(service, other);
        assertThat(Tier.best(service.replicas())).isEqualTo(expected);
    }

    @Test
    void aConnectionLostJustNowMakesItTheSecondChoiceUntilAnythingComes() {
        replica.load().lostAt(10);
        assertThat(Tier.of(replica)).isEqualTo(Tier.DOUBTED);
        assertThat(Tier.USABLE.has(replica)).isFalse();
        assertThat(Tier.DOUBTED.has(replica)).isTrue();
        replica.load().byteAt(11);
        assertThat(Tier.of(replica)).isEqualTo(Tier.USABLE);
        assertThat(Tier.DOUBTED.has(replica)).isFalse();
    }

    @Test
    void noReplicasHaveNoTier() {
        assertThat(Tier.best(List.of())).isNull();
    }
}
