package io.holdfast.cli.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.process.Child;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The gateway's management side: its list of replicas, and drain. Its process too, where the drill started it. */
final class Gateway {
    private static final long TIMEOUT = TimeUnit.SECONDS.toNanos(40);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Direct management;
    private final Child child;
    private final Path log;

    /**
     * @param child null when someone else started it
     * @param log null likewise
     */
    Gateway(Direct management, Child child, Path log) {
        this.management = management;
        this.child = child;
        this.log = log;
    }

    Child child() {
        return child;
    }

    /** What the gateway says of each replica. */
    List<JsonNode> replicas() throws IOException {
        String text =
                management.demand(Request.get("/actuator/replicas"), TIMEOUT).text();
        List<JsonNode> found = new ArrayList<>();
        collect(JSON.readTree(text), found);
        return found;
    }

    private static void collect(JsonNode node, List<JsonNode> found) {
        if (node.isObject() && node.path("replica").isTextual()) {
            found.add(node);
        } else {
            node.forEach(child -> collect(child, found));
        }
    }

    /** The whole text of the list. */
    String replicasText() throws IOException {
        return management.demand(Request.get("/actuator/replicas"), TIMEOUT).text();
    }

    /** Sum of a number over all replicas; a replica without it fails the drill. */
    long total(String field) throws IOException {
        long sum = 0;
        for (JsonNode replica : replicas()) {
            if (!replica.path(field).isNumber()) {
                throw new IOException("/actuator/replicas tells no " + field + ": " + replica);
            }
            sum += replica.path(field).asLong();
        }
        return sum;
    }

    /** Drains or undrains, and waits as long as the gateway does. */
    void act(Replica replica, String json) throws IOException {
        management.demand(Request.json("POST", "/actuator/replicas/api/" + replica.authority(), json), TIMEOUT);
    }

    /** Waits until the gateway shows a replica as UP. */
    void awaitUp(Replica replica, Ticker ticker) throws IOException, InterruptedException {
        long deadline = ticker.nanos() + TIMEOUT;
        while (ticker.nanos() < deadline) {
            for (JsonNode row : replicas()) {
                if (row.path("replica").asText("").equals(replica.authority())
                        && row.path("state").asText("").equals("UP")) {
                    return;
                }
            }
            ticker.sleepUntil(ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(50));
        }
        throw new IOException("the gateway does not show " + replica.authority() + " as UP: " + replicasText());
    }

    /** Lines of its log that report a leaked buffer; -1 when the log is not ours to read. */
    long leaks() throws IOException {
        if (log == null) {
            return -1;
        }
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("LEAK:")).count();
        }
    }
}
