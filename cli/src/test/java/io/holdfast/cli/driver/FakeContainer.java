package io.holdfast.cli.driver;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** A container of a {@link FakeEngine}; guarded by the engine. */
final class FakeContainer {

    static final String NEVER = "0001-01-01T00:00:00Z";
    private static final ObjectMapper JSON = new ObjectMapper();

    final String id;
    final String name;
    final Map<String, String> labels = new TreeMap<>();
    String policy = "no";
    String status = "running";
    String health = "healthy";
    String output = "";
    String startedAt = Instant.now().toString();
    String finishedAt = NEVER;
    int exitCode;
    boolean outOfMemory;
    int restarts;
    String refusal = "";
    /** Its health after a start. */
    String next = "healthy";

    private final String address;

    FakeContainer(String id, String name, String address) {
        this.id = id;
        this.name = name;
        this.address = address;
    }

    ObjectNode summary() {
        ObjectNode node = JSON.createObjectNode();
        node.put("Id", id);
        node.putArray("Names").add("/" + name);
        node.put("Image", "holdfast/fake");
        node.put("State", status);
        node.put("Status", "Up 3 minutes (" + health + ")");
        labels.forEach(node.putObject("Labels")::put);
        return node;
    }

    ObjectNode inspection() {
        ObjectNode node = JSON.createObjectNode();
        node.put("Id", id);
        node.put("Name", "/" + name);
        ObjectNode state = node.putObject("State");
        state.put("Status", status);
        state.put("Running", status.equals("running") || status.equals("paused"));
        state.put("Paused", status.equals("paused"));
        state.put("Restarting", status.equals("restarting"));
        state.put("OOMKilled", outOfMemory);
        state.put("Dead", status.equals("dead"));
        state.put("Pid", status.equals("running") ? 4242 : 0);
        state.put("ExitCode", exitCode);
        state.put("Error", "");
        state.put("StartedAt", startedAt);
        state.put("FinishedAt", finishedAt);
        if (!health.isEmpty()) {
            ObjectNode check = state.putObject("Health");
            check.put("Status", health);
            check.put("FailingStreak", health.equals("unhealthy") ? 3 : 0);
            ArrayNode log = check.putArray("Log");
            log.addObject()
                    .put("Start", startedAt)
                    .put("End", startedAt)
                    .put("ExitCode", health.equals("unhealthy") ? 1 : 0)
                    .put("Output", output);
        }
        ObjectNode config = node.putObject("Config");
        labels.forEach(config.putObject("Labels")::put);
        config.putObject("ExposedPorts").putObject("8000/tcp");
        ObjectNode host = node.putObject("HostConfig");
        host.put("NetworkMode", "bridge");
        host.putObject("RestartPolicy").put("Name", policy).put("MaximumRetryCount", 0);
        ObjectNode networks = node.putObject("NetworkSettings");
        networks.putObject("Ports");
        networks.putObject("Networks").putObject("bridge").put("IPAddress", address);
        return node;
    }
}
