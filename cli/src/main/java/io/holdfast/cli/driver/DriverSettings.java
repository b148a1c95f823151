package io.holdfast.cli.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which driver, and what it looks after; {@link Drivers#open} makes the driver. */
public sealed interface DriverSettings {

    /**
     * Containers of a Docker Engine. A container belongs to the service named by its label {@code holdfast.service}, else
     * by its Compose service label.
     *
     * @param host {@code unix:///var/run/docker.sock} or {@code tcp://host:port}; empty: {@code DOCKER_HOST}, else that socket
     * @param project only containers of this Compose project; empty: any, but then a Compose service must be chosen by name
     * @param services only these services; empty: all of the project, else all that carry {@code holdfast.service}
     * @param containers these containers too, by name, each a service of its own unless labelled
     * @param as the service that all of them are replicas of, whatever their labels say; empty: as the labels say
     */
    record Docker(
            Optional<String> host,
            Optional<String> project,
            List<String> services,
            List<String> containers,
            Optional<String> as)
            implements DriverSettings {

        /** Every container labelled {@code holdfast.service} of the engine that {@code DOCKER_HOST} names, else of the local one. */
        public static Docker local() {
            return new Docker(Optional.empty(), Optional.empty(), List.of(), List.of(), Optional.empty());
        }
    }

    /**
     * The containers of a Compose project; a restart can make them anew from the newest image.
     *
     * @param engine the engine, with the project
     * @param files the Compose files, in order; empty: Compose's own search in the directory
     * @param directory where the project is
     * @param command {@code docker compose} or {@code docker-compose}
     * @param recreate whether a restart makes a new container from the service's present image and file
     */
    record Compose(Docker engine, List<Path> files, Path directory, List<String> command, boolean recreate)
            implements DriverSettings {}

    /**
     * Units of systemd.
     *
     * @param units service name to unit patterns, such as {@code api -> [holdfast-api@*.service]}
     * @param address where the replica of a unit serves, {@code {instance}} being what stands after the {@code @}
     * @param user whether the user's manager is meant, not the system's
     */
    record Systemd(Map<String, List<String>> units, String address, boolean user) implements DriverSettings {}

    /**
     * Processes of the demo.
     *
     * @param directory where the demo keeps what it knows of its processes
     */
    record Processes(Path directory) implements DriverSettings {}

    /**
     * Any command. Each template is a list of words run without a shell, in which {@code {service}}, {@code {replica}},
     * {@code {host}}, {@code {port}} and {@code {name}} are filled in.
     *
     * @param replicas service name to its replicas, {@code host:port}
     * @param status exit 0: it runs and is well; 1: it runs, unwell; anything else: it does not run. Empty: not known
     * @param start empty: unsupported
     * @param stop empty: unsupported
     * @param restart empty: stop, then start
     * @param log its output is the log's last lines; empty: none
     * @param timeout after which a command is killed and counts as failed
     */
    record Command(
            Map<String, List<String>> replicas,
            List<String> status,
            List<String> start,
            List<String> stop,
            List<String> restart,
            List<String> log,
            Duration timeout)
            implements DriverSettings {}
}
