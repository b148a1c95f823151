package io.holdfast.cli.restart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.gateway.ScriptedManagement;
import io.holdfast.cli.gateway.ScriptedManagement.Asked;
import io.holdfast.cli.gateway.ScriptedManagement.Said;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A gateway's management port with three replicas of {@code api} behind it, and the commands that restart them. A command
 * writes the replica's name into a file; the gateway sees by it who went and came.
 */
public final class ScriptedFleet implements AutoCloseable {

    public static final List<String> REPLICAS = List.of("127.0.0.1:9001", "127.0.0.1:9002", "127.0.0.1:9003");

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Set<String> draining = ConcurrentHashMap.newKeySet();
    final Set<String> lost = ConcurrentHashMap.newKeySet();
    public final ScriptedManagement management;
    private final Path restarts;

    public ScriptedFleet(Path directory) throws IOException {
        restarts = directory.resolve("restarts.txt");
        if (!Files.exists(restarts)) {
            Files.createFile(restarts);
        }
        management = new ScriptedManagement(this::answer);
    }

    /** Names of replicas in the order in which they were restarted. */
    List<String> restarts() {
        try {
            return Files.readAllLines(restarts);
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private Said answer(Asked asked) {
        String[] path = asked.line().split("/");
        if (path.length == 3) {
            return new Said(200, listing().toString());
        }
        if (!path[3].equals("api") || !REPLICAS.contains(path[4])) {
            return Said.problem(404, "No replica " + path[4] + " of " + path[3]);
        }
        return tell(path[4], asked.body());
    }

    private Said tell(String replica, String body) {
        try {
            JsonNode order = JSON.readTree(body);
            if (order.path("action").asText().equals("drain")) {
                boolean last = REPLICAS.stream()
                        .noneMatch(other -> !other.equals(replica) && isUp(other) && !draining.contains(other));
                if (last && !order.path("force").asBoolean()) {
                    return Said.problem(409, replica + " is the last usable replica of api");
                }
                draining.add(replica);
            } else {
                draining.remove(replica);
            }
            return new Said(
                    200, "{\"state\":\"" + state(replica) + "\",\"inFlight\":0,\"webSockets\":0,\"idle\":true}");
        } catch (IOException notJson) {
            return Said.problem(400, "not JSON");
        }
    }

    private ObjectNode listing() {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode replicas =
                root.putArray("services").addObject().put("service", "api").putArray("replicas");
        List<String> restarted = restarts();
        for (String replica : REPLICAS) {
            replicas.addObject()
                    .put("replica", replica)
                    .put("state", state(replica))
                    .put("health", isUp(replica) ? "UP" : "DOWN")
                    .put("reason", isUp(replica) ? null : "UNREACHABLE")
                    .put("draining", draining.contains(replica))
                    .put("since", "2026-11-25T10:00:00Z")
                    .put("restarts", restarted.stream().filter(replica::equals).count());
        }
        return root;
    }

    private String state(String replica) {
        return draining.contains(replica) ? "DRAINING" : isUp(replica) ? "UP" : "DOWN";
    }

    private boolean isUp(String replica) {
        return !(lost.contains(replica) && restarts().contains(replica));
    }

    @Override
    public void close() {
        management.close();
    }
}
