package io.holdfast.cli.watch;

import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.EventSource;
import io.holdfast.cli.driver.Instance;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A driver and what of it is watched.
 *
 * @param name for messages and in the state
 * @param expected names that must be there
 * @param watched which of the driver's instances
 * @param drain how long work in flight may take to end before a restart
 * @param grace how long an instance may take to stop
 */
record Source(
        String name, Driver driver, Set<String> expected, Predicate<Instance> watched, Duration drain, Duration grace) {

    List<Instance> list() throws DriverException {
        return driver.list().stream().filter(watched).toList();
    }

    Optional<EventSource> events() {
        return driver instanceof EventSource source ? Optional.of(source) : Optional.empty();
    }
}
