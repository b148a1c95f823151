package io.holdfast.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.gateway.exchange.ExchangeEvents.Saved;
import io.holdfast.gateway.service.Gate;
import io.holdfast.gateway.service.Health;
import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;
import io.holdfast.gateway.service.ManualTime;
import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.ReplicaState;
import io.holdfast.gateway.service.Replicas;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import io.holdfast.gateway.upstream.Loss;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final ManualTime time = new ManualTime();
    private final Service service = Replicas.up(2, time);
    private final Replica a = service.replicas().get(0);
    private final Replica b = service.replicas().get(1);
    private int holding;

    private void bind() {
        new ReplicaMeters(new Services(List.of(service)), s -> holding).bindTo(registry);
    }

    private double gauge(String name, Replica replica, String... more) {
        return registry.get(name)
                .tags(ReplicaMeters.tags(replica))
                .tags(more)
                .gauge()
                .value();
    }

    @Test
    void oneStateOfAReplicaIsOne() {
        bind();
        assertThat(gauge(MeterNames.REPLICA_STATE, a, "state", "UP")).isEqualTo(1);
        Replicas.unreachable(service, a);
        for (ReplicaState state : ReplicaState.values()) {
            assertThat(gauge(MeterNames.REPLICA_STATE, a, "state", state.name()))
                    .isEqualTo(state == ReplicaState.DOWN ? 1 : 0);
        }
        Replicas.gate(b).state = Gate.State.HALF_OPEN;
        for (Gate.State state : Gate.State.values()) {
            assertThat(gauge(MeterNames.REPLICA_BREAKER, b, "state", state.name()))
                    .isEqualTo(state == Gate.State.HALF_OPEN ? 1 : 0);
        }
    }

    @Test
    void showsWhatIsUnderWay() {
        bind();
        a.inFlight().set(3);
        a.streams().set(2);
        a.webSockets().set(7);
        a.load().sample(time.nanos(), Duration.ofMillis(250).toNanos());
        service.health(a, new Health(Phase.UP, Reason.NONE, Instant.EPOCH, 0, 4, null));
        assertThat(gauge(MeterNames.REPLICA_IN_FLIGHT, a)).isEqualTo(3);
        assertThat(gauge(MeterNames.REPLICA_STREAMS, a)).isEqualTo(2);
        assertThat(gauge(MeterNames.REPLICA_WEB_SOCKETS, a)).isEqualTo(7);
        assertThat(gauge(MeterNames.REPLICA_LATENCY, a)).isEqualTo(0.25);
        assertThat(registry.get(MeterNames.REPLICA_RESTARTS)
                        .tags(ReplicaMeters.tags(a))
                        .functionCounter()
                        .count())
                .isEqualTo(4);
    }

    @Test
    void showsTheService() {
        bind();
        holding = 12;
        service.panic(true);
        assertThat(registry.get(MeterNames.SERVICE_HOLDING)
                        .tag("service", "api")
                        .gauge()
                        .value())
                .isEqualTo(12);
        assertThat(registry.get(MeterNames.SERVICE_PANIC).gauge().value()).isEqualTo(1);
        assertThat(registry.get(MeterNames.SERVICE_BREAKER)
                        .tag("state", "CLOSED")
                        .gauge()
                        .value())
                .isEqualTo(1);
    }

    @Test
    void metersComeAndGoWithTheirReplica() {
        bind();
        ExchangeMeters events = new ExchangeMeters(registry, service);
        events.retried(a);
        events.retried(b);
        Replica c = Replicas.replica(8003, time);
        service.replicas(List.of(b, c));
        assertThat(registry.find(MeterNames.REPLICA_IN_FLIGHT)
                        .tags(ReplicaMeters.tags(c))
                        .gauge())
                .isNotNull();
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .noneMatch(id -> a.name().equals(id.getTag(MeterNames.REPLICA)))
                .anyMatch(id -> b.name().equals(id.getTag(MeterNames.REPLICA))
                        && id.getName().equals(MeterNames.REPLICA_RETRIED));
    }

    @Test
    void whatHappensToAReplicaThatIsGoneDoesNotBringItsMetersBack() {
        bind();
        ExchangeMeters events = new ExchangeMeters(registry, service);
        service.replicas(List.of(b));
        events.retried(a);
        events.cut(a, "why");
        events.lost(a, new Loss(Loss.Kind.LOST, true, "reset"));
        assertThat(registry.getMeters()).extracting(Meter::getId).noneMatch(id -> a.name()
                .equals(id.getTag(MeterNames.REPLICA)));
    }

    @Test
    void countsWhatHappensInExchanges() {
        ExchangeMeters events = new ExchangeMeters(registry, service);
        events.held();
        events.clientGone();
        events.clientGone();
        events.cut(a, "why");
        events.lost(a, new Loss(Loss.Kind.FIRST_BYTE_TIMEOUT, true, "late"));
        assertThat(registry.get(MeterNames.SERVICE_HELD).counter().count()).isEqualTo(1);
        assertThat(registry.get(MeterNames.SERVICE_CLIENTS_GONE).counter().count())
                .isEqualTo(2);
        assertThat(registry.get(MeterNames.REPLICA_CUT)
                        .tags(ReplicaMeters.tags(a))
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get(MeterNames.REPLICA_LOSSES)
                        .tag("kind", "first-byte-timeout")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Saved.class)
    void countsWhatClientsWereSpared(Saved what) {
        ExchangeMeters events = new ExchangeMeters(registry, service);
        events.saved(what);
        String tag = what.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        assertThat(registry.get(MeterNames.SERVICE_SAVED)
                        .tag("what", tag)
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void timesAnswersByTheClassOfTheirStatus() {
        ExchangeMeters events = new ExchangeMeters(registry, service);
        events.answered(204, 1, Duration.ofMillis(5).toNanos());
        events.answered(200, 2, Duration.ofMillis(7).toNanos());
        events.answered(503, 1, 1);
        events.answered(999, 1, 1); // a replica may say anything
        assertThat(registry.get(MeterNames.SERVICE_ANSWERS)
                        .tag("outcome", "2xx")
                        .timer()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get(MeterNames.SERVICE_ANSWERS)
                        .tag("outcome", "5xx")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everyMeterBearsANameOfTheList() throws IllegalAccessException {
        bind();
        ExchangeMeters events = new ExchangeMeters(registry, service);
        events.retried(a);
        events.cut(a, "why");
        events.lost(a, new Loss(Loss.Kind.LOST, true, "reset"));
        TreeSet<String> listed = new TreeSet<>();
        for (Field field : MeterNames.class.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers())
                    && field.get(null).toString().startsWith("holdfast.")) {
                listed.add(field.get(null).toString());
            }
        }
        TreeSet<String> registered = new TreeSet<>();
        registry.getMeters().forEach(m -> registered.add(m.getId().getName()));
        assertThat(registered).isEqualTo(listed);
    }
}
