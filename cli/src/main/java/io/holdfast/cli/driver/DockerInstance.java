package io.holdfast.cli.driver;

import com.github.dockerjava.api.command.HealthState;
import com.github.dockerjava.api.command.HealthStateLog;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.NetworkSettings;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.RestartPolicy;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import io.holdfast.cli.run.Text;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A container's inspection, read as an instance. Everything may be missing: engines leave out what does not apply. The
 * environment of the container is never read: it holds secrets.
 */
final class DockerInstance {

    /** On a container: {@code host:port} as the gateway lists it, where addresses do not tell. */
    static final String REPLICA_LABEL = "holdfast.replica";

    /** On a container: the port of its API, where it exposes several or uses the host's network. */
    static final String PORT_LABEL = "holdfast.port";

    private static final int OUTPUT_LIMIT = 500;

    private DockerInstance() {}

    static Map<String, String> labelsOf(InspectContainerResponse container) {
        ContainerConfig config = container.getConfig();
        Map<String, String> labels = config == null ? null : config.getLabels();
        return labels == null ? Map.of() : labels;
    }

    static String nameOf(InspectContainerResponse container) {
        String name = container.getName();
        return name == null || name.isEmpty() ? container.getId() : name.startsWith("/") ? name.substring(1) : name;
    }

    static Instance of(InspectContainerResponse container, String service) {
        InspectContainerResponse.ContainerState raw = container.getState();
        State state = raw == null ? State.UNKNOWN : stateOf(raw);
        HealthState health = raw == null ? null : raw.getHealth();
        boolean ended = state == State.EXITED || state == State.DEAD || state == State.RESTARTING;
        Long exitCode = raw == null ? null : raw.getExitCodeLong();
        Map<String, String> labels = labelsOf(container);
        return new Instance(
                container.getId(),
                nameOf(container),
                service,
                state,
                // Of one that does not run the engine keeps the last word; it says nothing about now.
                state == State.RUNNING || state == State.PAUSED ? healthOf(health) : Health.NONE,
                raw == null ? Optional.empty() : time(raw.getStartedAt()),
                raw == null ? Optional.empty() : time(raw.getFinishedAt()),
                endingOf(state, container.getHostConfig()),
                ended && exitCode != null ? OptionalInt.of(exitCode.intValue()) : OptionalInt.empty(),
                ended && Boolean.TRUE.equals(raw.getOOMKilled()),
                outputOf(health),
                addressesOf(container, labels),
                labels);
    }

    private static State stateOf(InspectContainerResponse.ContainerState raw) {
        String status = raw.getStatus();
        return switch (status == null ? "" : status) {
            case "created" -> State.CREATED;
            case "running" -> State.RUNNING;
            case "paused" -> State.PAUSED;
            case "restarting" -> State.RESTARTING;
            case "exited" -> State.EXITED;
            case "dead" -> State.DEAD;
            case "removing" -> State.REMOVING;
            default -> State.UNKNOWN;
        };
    }

    private static Health healthOf(@Nullable HealthState health) {
        String status = health == null ? null : health.getStatus();
        return switch (status == null ? "none" : status) {
            case "starting" -> Health.STARTING;
            case "healthy" -> Health.HEALTHY;
            case "unhealthy" -> Health.UNHEALTHY;
            default -> Health.NONE;
        };
    }

    /**
     * An engine that keeps a container running ({@code always}, {@code unless-stopped}) leaves it exited only when somebody
     * stopped it: else it would be restarting.
     */
    private static Ending endingOf(State state, @Nullable HostConfig host) {
        if (state != State.EXITED && state != State.DEAD) {
            return Ending.NONE;
        }
        RestartPolicy policy = host == null ? null : host.getRestartPolicy();
        String name = policy == null || policy.getName() == null ? "" : policy.getName();
        boolean kept = name.equals("always") || name.equals("unless-stopped");
        return kept && state == State.EXITED ? Ending.ON_PURPOSE : Ending.UNKNOWN;
    }

    private static String outputOf(@Nullable HealthState health) {
        List<HealthStateLog> log = health == null ? null : health.getLog();
        if (log == null || log.isEmpty()) {
            return "";
        }
        HealthStateLog last = log.get(log.size() - 1);
        String output = last.getOutput() == null ? "" : Text.line(last.getOutput(), OUTPUT_LIMIT);
        Long code = last.getExitCodeLong();
        return code == null || code == 0
                ? output
                : output.isEmpty() ? "exit code " + code : output + " (exit code " + code + ")";
    }

    private static List<String> addressesOf(InspectContainerResponse container, Map<String, String> labels) {
        Set<String> found = new LinkedHashSet<>();
        Optional.ofNullable(labels.get(REPLICA_LABEL)).ifPresent(found::add);
        NetworkSettings networks = container.getNetworkSettings();
        Ports published = networks == null ? null : networks.getPorts();
        if (published != null) {
            published.getBindings().values().forEach(bindings -> {
                for (Ports.Binding binding : bindings == null ? new Ports.Binding[0] : bindings) {
                    String ip = binding.getHostIp();
                    boolean any = ip == null || ip.isEmpty() || ip.equals("0.0.0.0") || ip.equals("::");
                    found.add(join(any ? "127.0.0.1" : ip, binding.getHostPortSpec()));
                }
            });
        }
        List<String> hosts = hostsOf(container, networks);
        for (String port : portsOf(container, labels)) {
            hosts.forEach(host -> found.add(join(host, port)));
        }
        return List.copyOf(found);
    }

    private static List<String> hostsOf(InspectContainerResponse container, @Nullable NetworkSettings networks) {
        List<String> hosts = new ArrayList<>();
        HostConfig host = container.getHostConfig();
        if (host != null && "host".equals(host.getNetworkMode())) {
            return List.of("127.0.0.1", "localhost");
        }
        if (networks != null && networks.getNetworks() != null) {
            networks.getNetworks().values().forEach(network -> {
                if (network.getIpAddress() != null && !network.getIpAddress().isEmpty()) {
                    hosts.add(network.getIpAddress());
                }
                if (network.getGlobalIPv6Address() != null
                        && !network.getGlobalIPv6Address().isEmpty()) {
                    hosts.add(network.getGlobalIPv6Address());
                }
            });
        }
        hosts.add(nameOf(container));
        return hosts;
    }

    private static List<String> portsOf(InspectContainerResponse container, Map<String, String> labels) {
        String said = labels.get(PORT_LABEL);
        if (said != null && !said.isBlank()) {
            return List.of(said.strip());
        }
        ContainerConfig config = container.getConfig();
        ExposedPort[] exposed = config == null ? null : config.getExposedPorts();
        List<String> ports = new ArrayList<>();
        for (ExposedPort port : exposed == null ? new ExposedPort[0] : exposed) {
            if (!"udp".equals(String.valueOf(port.getProtocol()))) {
                ports.add(Integer.toString(port.getPort()));
            }
        }
        return ports;
    }

    private static String join(String host, String port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** Engines write the year 1 for "never". */
    private static Optional<Instant> time(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException unreadable) {
            return Optional.empty();
        }
    }
}
