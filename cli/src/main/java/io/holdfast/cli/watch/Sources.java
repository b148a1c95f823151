package io.holdfast.cli.watch;

import io.holdfast.cli.config.Config;
import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.config.ServiceSettings;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.driver.DriverSettings.Docker;
import io.holdfast.cli.driver.Drivers;
import io.holdfast.cli.driver.Instance;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The sources of a configuration: a driver for each service, or one for all. */
final class Sources implements AutoCloseable {

    private final List<Source> all = new ArrayList<>();

    private Sources() {}

    /**
     * Opens them; what runs the instances may be away.
     *
     * @param names only these services or instances; empty: all. Where the configuration names no service and no demo runs,
     *     they are names of containers
     */
    static Sources open(Config config, List<String> names) throws DriverException {
        Sources sources = new Sources();
        if (!names.isEmpty()
                && config.otherwise().filter(Docker.class::isInstance).isPresent()) {
            Docker docker = new Docker(Optional.empty(), Optional.empty(), List.of(), names, Optional.empty());
            sources.add("docker", docker, Set.copyOf(names), one -> called(one, names), config.restart());
            return sources;
        }
        for (ServiceSettings service : config.services().values()) {
            boolean whole = names.isEmpty() || names.contains(service.name());
            Set<String> expected = new LinkedHashSet<>(containers(service.driver()));
            if (!whole) {
                expected.retainAll(names);
            }
            sources.add(
                    service.name(), service.driver(), expected, one -> whole || called(one, names), service.restart());
        }
        if (config.otherwise().isPresent()) {
            DriverSettings driver = config.otherwise().get();
            sources.add(
                    driver.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT),
                    driver,
                    Set.of(),
                    one -> names.isEmpty() || names.contains(one.service()) || called(one, names),
                    config.restart());
        }
        return sources;
    }

    private static boolean called(Instance instance, List<String> names) {
        return names.stream().anyMatch(instance::isCalled);
    }

    private static List<String> containers(DriverSettings settings) {
        return settings instanceof Docker docker ? docker.containers() : List.of();
    }

    private void add(
            String name,
            DriverSettings driver,
            Set<String> expected,
            Predicate<Instance> watched,
            RestartPolicy restart)
            throws DriverException {
        all.add(new Source(name, Drivers.open(driver), expected, watched, restart.drain(), restart.grace()));
    }

    List<Source> all() {
        return all;
    }

    @Override
    public void close() {
        all.forEach(source -> source.driver().close());
    }
}
