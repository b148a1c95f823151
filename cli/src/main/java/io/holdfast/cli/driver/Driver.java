package io.holdfast.cli.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What runs the replicas of services: an engine of containers, Compose, systemd, processes or commands. Every call blocks
 * until it is done or failed, is safe from several threads, and asks anew: nothing is cached between calls.
 *
 * <p>A driver knows nothing of the gateway. Whoever restarts drains first, then calls {@link #restart}, then waits for the
 * gateway to see the replica up.
 */
public interface Driver extends AutoCloseable {

    /** Its kind, as in the configuration: {@code docker}, {@code compose}, {@code systemd}, {@code process}, {@code command}. */
    String kind();

    /**
     * Every instance this driver was told to look after, running or not, ordered by service and name.
     *
     * @throws DriverException with {@code AWAY} when what runs the instances cannot be reached
     */
    List<Instance> list() throws DriverException;

    /** The instances of one service, ordered by name; empty when it has none here. */
    default List<Instance> list(String service) throws DriverException {
        return list().stream()
                .filter(instance -> instance.service().equals(service))
                .toList();
    }

    /**
     * The instance that serves at an address.
     *
     * @param service the service's name
     * @param replica {@code host:port} as the gateway lists it, or the instance's name or id
     */
    default Optional<Instance> find(String service, String replica) throws DriverException {
        return list(service).stream()
                .filter(instance -> instance.isCalled(replica))
                .findFirst();
    }

    /**
     * The same instance as it is now, with its health and the last output of its health check.
     *
     * @throws DriverException with {@code NOT_FOUND} when it is gone
     */
    Instance inspect(Instance instance) throws DriverException;

    /** Starts it; nothing to do, and no error, when it runs already. */
    void start(Instance instance) throws DriverException;

    /**
     * Stops it: asks politely (SIGTERM or its like), kills after the grace. No error when it does not run.
     *
     * @param grace how long it may take to finish; at least 0
     */
    void stop(Instance instance, Duration grace) throws DriverException;

    /**
     * Stops it and starts it again. Returning says that it was started, not that it is healthy.
     *
     * @param grace how long it may take to stop before it is killed
     * @return what stands in its place now; its id and addresses may differ where the driver makes a new one
     */
    Instance restart(Instance instance, Duration grace) throws DriverException;

    /**
     * Its last lines of output, oldest first, standard output and error together, without control characters.
     *
     * @param lines how many at most
     * @return empty where the driver has no log
     */
    List<String> lastLines(Instance instance, int lines) throws DriverException;

    /** Lets go of connections; never stops an instance. */
    @Override
    void close();
}
