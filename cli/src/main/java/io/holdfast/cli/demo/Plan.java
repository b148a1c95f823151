package io.holdfast.cli.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a demo consists of.
 *
 * @param gatewayPort the entry
 * @param managementPort of the gateway
 * @param replicaPorts one replica each
 * @param gatewayArgs more arguments for the gateway
 * @param java runs the replicas
 * @param startGateway the command that starts the gateway, without its arguments
 * @param stubJar the replica
 * @param directory absolute; where everything is kept
 */
record Plan(
        int gatewayPort,
        int managementPort,
        List<Integer> replicaPorts,
        List<String> gatewayArgs,
        Path java,
        List<String> startGateway,
        Path stubJar,
        Path directory) {

    String entry() {
        return "http://127.0.0.1:" + gatewayPort;
    }

    String management() {
        return "http://127.0.0.1:" + managementPort;
    }

    Path gatewayLog() {
        return directory.resolve("gateway.log");
    }

    /** Where the replicas share their jobs and keys. */
    Path shared() {
        return directory.resolve("state");
    }

    Path gatewayState() {
        return directory.resolve("gateway");
    }

    List<String> replica(String name, int port) {
        return List.of(
                java.toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-jar",
                stubJar.toString(),
                "--port=" + port,
                "--name=" + name,
                "--state=" + shared(),
                "--faults",
                "--end-with-input");
    }

    List<String> gateway() {
        List<String> command = new ArrayList<>(startGateway);
        command.addAll(List.of(
                "--end-with-input",
                "--server.port=" + gatewayPort,
                "--server.address=127.0.0.1",
                "--management.server.port=" + managementPort,
                "--management.server.address=127.0.0.1",
                "--spring.lifecycle.timeout-per-shutdown-phase=2s",
                "--holdfast.expose=true",
                "--holdfast.state-dir=" + gatewayState(),
                "--holdfast.services.api.replicas="
                        + replicaPorts.stream()
                                .map(port -> "http://127.0.0.1:" + port)
                                .collect(Collectors.joining(",")),
                "--holdfast.services.api.health.path=/api/health"));
        command.addAll(gatewayArgs);
        return command;
    }
}
