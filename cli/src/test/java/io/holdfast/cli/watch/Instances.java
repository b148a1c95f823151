package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Instances in the states that tests need. */
final class Instances {

    private Instances() {}

    static Instance running(String name, Health health, long startedAt) {
        return of(name, State.RUNNING, health, startedAt, Ending.NONE, OptionalInt.empty(), false, "", Map.of());
    }

    static Instance unhealthy(String name, String output, long startedAt) {
        return of(
                name,
                State.RUNNING,
                Health.UNHEALTHY,
                startedAt,
                Ending.NONE,
                OptionalInt.empty(),
                false,
                output,
                Map.of());
    }

    /** One that serves at an address. */
    static Instance at(String name, String address) {
        Instance plain = running(name, Health.HEALTHY, 1);
        return new Instance(
                plain.id(),
                plain.name(),
                plain.service(),
                plain.state(),
                plain.health(),
                plain.startedAt(),
                plain.finishedAt(),
                plain.ending(),
                plain.exitCode(),
                plain.outOfMemory(),
                plain.healthOutput(),
                List.of(address),
                plain.labels());
    }

    static Instance exited(String name, int code) {
        return of(name, State.EXITED, Health.NONE, 1, Ending.UNKNOWN, OptionalInt.of(code), false, "", Map.of());
    }

    static Instance of(
            String name,
            State state,
            Health health,
            long startedAt,
            Ending ending,
            OptionalInt exitCode,
            boolean outOfMemory,
            String output,
            Map<String, String> labels) {
        return new Instance(
                "id-" + name,
                name,
                "api",
                state,
                health,
                Optional.of(Instant.ofEpochMilli(startedAt)),
                Optional.empty(),
                ending,
                exitCode,
                outOfMemory,
                output,
                List.of(),
                labels);
    }

    static Instance labelled(Instance instance, String label, String value) {
        return of(
                instance.name(),
                instance.state(),
                instance.health(),
                1,
                instance.ending(),
                instance.exitCode(),
                instance.outOfMemory(),
                instance.healthOutput(),
                Map.of(label, value));
    }
}
