package io.holdfast.gateway.admin;

import io.holdfast.gateway.service.Replica;
import io.holdfast.gateway.service.ReplicaState;
import io.holdfast.gateway.service.Service;
import io.holdfast.gateway.service.Services;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/health/services}: a component for each service, in it one for each replica that it has at this moment.
 */
final class ServicesHealth implements CompositeReactiveHealthContributor {

    private final Services services;

    ServicesHealth(Services services) {
        this.services = services;
    }

    @Override
    public @Nullable ReactiveHealthContributor getContributor(String name) {
        return services.find(name).map(OneService::new).orElse(null);
    }

    @Override
    public Stream<Entry> stream() {
        return services.all().stream().map(service -> new Entry(service.name(), new OneService(service)));
    }

    private record OneService(Service service) implements CompositeReactiveHealthContributor {

        @Override
        public @Nullable ReactiveHealthContributor getContributor(String name) {
            return service.replica(name).map(OneService::indicator).orElse(null);
        }

        @Override
        public Stream<Entry> stream() {
            if (service.replicas().isEmpty()) {
                return Stream.of(new Entry("replicas", none()));
            }
            return service.replicas().stream().map(replica -> new Entry(replica.name(), indicator(replica)));
        }

        private static ReactiveHealthIndicator none() {
            return () -> Mono.just(Health.status(ReplicaStatusAggregator.of(ReplicaState.DOWN))
                    .withDetail("reason", "no replica was found")
                    .build());
        }

        private static ReactiveHealthIndicator indicator(Replica replica) {
            return () -> Mono.fromSupplier(() -> health(replica));
        }

        private static Health health(Replica replica) {
            ReplicaView view = ReplicaView.of(replica);
            Status status = ReplicaStatusAggregator.of(ReplicaState.valueOf(view.state()));
            Health.Builder builder = Health.status(status)
                    .withDetail("state", view.state())
                    .withDetail("since", view.since())
                    .withDetail("breaker", view.breaker());
            if (view.reason() != null) {
                builder.withDetail("reason", view.reason());
            }
            if (view.lastFailure() != null) {
                builder.withDetail("lastFailure", view.lastFailure());
            }
            return builder.build();
        }
    }
}
