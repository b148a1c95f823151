package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Entry;
import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.process.Child;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts the processes of one scenario and ends them all, whatever happened. */
final class Topology implements AutoCloseable {
    private static final long READY = TimeUnit.SECONDS.toNanos(120);

    private final Settings settings;
    private final Ticker ticker;
    private final List<Replica> replicas = new ArrayList<>();
    private Child gateway;

    Topology(Settings settings, Ticker ticker) {
        this.settings = settings;
        this.ticker = ticker;
    }

    /** Starts replicas, then the gateway, and waits until the entry answers. */
    Stage raise(Scenario scenario, Consumer<String> progress) throws IOException, InterruptedException {
        Setup setup = scenario.setup();
        Path work = Files.createDirectories(settings.work().resolve(scenario.name()));
        Ports ports = new Ports(settings.portBase());
        for (int i = 0; i < Setup.REPLICAS; i++) {
            int port = settings.replicaPorts().isEmpty()
                    ? ports.free()
                    : settings.replicaPorts().get(i);
            replicas.add(replica("replica-" + (i + 1), port, work));
        }
        List<Replica> first = replicas.subList(0, setup.running());
        for (Replica replica : first) {
            replica.start();
        }
        for (Replica replica : first) {
            replica.awaitServing();
            if (!setup.faults().isEmpty()) {
                replica.fault(setup.faults());
            }
        }
        Entry entry;
        Optional<Gateway> management;
        if (settings.entry().isPresent()) {
            entry = Entry.of(settings.entry().get());
            management = settings.management().map(url -> new Gateway(new Direct(Entry.of(url), ticker), null, null));
        } else {
            entry = new Entry("127.0.0.1", ports.free());
            management = Optional.of(startGateway(entry.port(), ports.free(), setup, work));
        }
        awaitEntry(entry, work);
        return new Stage(settings, ticker, entry, replicas, management, progress);
    }

    private Replica replica(String name, int port, Path work) {
        List<String> command = List.of(
                settings.stubJava().toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx256m",
                "-jar",
                settings.stubJar().toString(),
                "--port",
                Integer.toString(port),
                "--name",
                name,
                "--state",
                work.resolve("state").toString(),
                "--faults",
                "--end-with-input");
        Direct direct = new Direct(new Entry("127.0.0.1", port), ticker);
        return new Replica(name, direct, command, work.resolve(name + ".log"));
    }

    private Gateway startGateway(int port, int managementPort, Setup setup, Path work) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(settings.gatewayJava().toString());
        command.addAll(setup.javaOpts());
        command.addAll(settings.gatewayJavaOpts());
        command.add("-jar");
        command.add(settings.gatewayJar().toString());
        command.add("--server.port=" + port);
        command.add("--management.server.port=" + managementPort);
        command.add("--management.server.address=127.0.0.1");
        command.add("--end-with-input");
        command.add("--holdfast.state-dir=" + work.resolve("gateway"));
        command.add("--holdfast.expose=true");
        command.add("--holdfast.services.api.replicas="
                + replicas.stream()
                        .map(replica -> "http://" + replica.authority())
                        .collect(Collectors.joining(",")));
        command.add("--holdfast.services.api.health.path=/api/health");
        command.add("--holdfast.services.api.health.interval=500ms");
        command.add("--holdfast.services.api.health.timeout=500ms");
        command.addAll(settings.gatewayArgs());
        Path log = work.resolve("gateway.log");
        gateway = Child.start(command, log);
        return new Gateway(new Direct(new Entry("127.0.0.1", managementPort), ticker), gateway, log);
    }

    private void awaitEntry(Entry entry, Path work) throws IOException, InterruptedException {
        try {
            new Direct(entry, ticker)
                    .await(Request.get("/api/status"), answer -> answer.status() == 200, READY, this::gatewayStands);
        } catch (IOException e) {
            throw new IOException("the entry does not serve (logs in " + work + "): " + e.getMessage(), e);
        }
    }

    private boolean gatewayStands() {
        return gateway == null || gateway.alive();
    }

    /** Ends every process that was started. */
    @Override
    public void close() throws InterruptedException {
        if (gateway != null) {
            gateway.kill();
        }
        for (Replica replica : replicas) {
            replica.end();
        }
    }
}
