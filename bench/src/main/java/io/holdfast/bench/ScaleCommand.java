package io.holdfast.bench;

import io.holdfast.bench.load.Tally;
import io.holdfast.bench.load.Wrk;
import io.holdfast.bench.proxy.Child;
import io.holdfast.bench.proxy.Jvm;
import io.holdfast.bench.proxy.Knock;
import io.holdfast.bench.proxy.Place;
import io.holdfast.bench.proxy.Upstreams;
import io.holdfast.bench.result.Spread;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench/scale}: what a request costs as replicas and routes become many. */
@Command(
        name = "bench/scale",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Runs gateways with few and many replicas, few and many routes, under the same load one after the other, "
                        + "and prints CPU per request. What probes cost while nobody asks is printed beside it and not taken off.")
public final class ScaleCommand extends PageCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 32;
    private static final double TICK = 1e4;

    @Option(names = "--replicas", split = ",", defaultValue = "3,300", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> replicas = List.of();

    @Option(names = "--routes", split = ",", defaultValue = "1,500", description = "Default: ${DEFAULT-VALUE}.")
    private List<Integer> routes = List.of();

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "5", description = "Seconds of each load (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "15", description = "Seconds before (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    public static void main(String[] args) {
        System.exit(new CommandLine(new ScaleCommand()).execute(args));
    }

    /** A gateway of some size, and what was measured of it. */
    private static final class Sized {
        final int replicas;
        final int routes;
        final Child child;
        final URI entry;
        double idle;
        final List<Double> cpu = new ArrayList<>();
        final List<Double> rate = new ArrayList<>();

        Sized(int replicas, int routes, Child child, URI entry) {
            this.replicas = replicas;
            this.routes = routes;
            this.child = child;
            this.entry = entry;
        }
    }

    @Override
    String measure(Path home, Path dir) throws IOException, InterruptedException {
        Jvm jvm = Jvm.of(home, null, null, "", "");
        Place place = new Place(home.resolve("bench/config"), dir, portBase);
        int most = replicas.stream().mapToInt(i -> i).max().orElse(1);
        List<Integer> ports =
                IntStream.range(portBase + 100, portBase + 100 + most).boxed().toList();
        Wrk load = new Wrk(home.resolve("bench/config/wrk.lua"), "/small.json", CONNECTIONS, false);
        List<Sized> all = new ArrayList<>();
        Deque<Child> children = new ArrayDeque<>();
        try (Upstreams upstreams =
                Upstreams.start(place, jvm.java(), Jvm.lib(home).resolve("holdfast-api-stub.jar"), ports)) {
            for (int n : replicas) {
                for (int m : routes) {
                    Sized sized = start(jvm, dir, portBase + 10 + 2 * all.size(), ports.subList(0, n), m, children);
                    all.add(sized);
                }
            }
            for (Sized sized : all) {
                load.run(sized.entry, Duration.ofSeconds(warmUp));
            }
            load(all, load);
        } finally {
            children.forEach(Child::close);
        }
        return page(all, jvm);
    }

    private static Sized start(Jvm jvm, Path dir, int port, List<Integer> replicas, int routes, Deque<Child> children)
            throws IOException, InterruptedException {
        String name = "r" + replicas.size() + "-m" + routes;
        Path config = dir.resolve(name + ".yml");
        Files.writeString(config, config(port, replicas, routes));
        Child child = new Child(name, jvm.gateway(jvm.gatewayOptions(), config), dir, dir.resolve(name + ".log"));
        children.push(child);
        URI entry = URI.create("http://127.0.0.1:" + port);
        Knock.until(entry.resolve("/small.json"), child, PATIENCE);
        System.err.println(replicas.size() + " replicas, " + routes + " routes: up");
        return new Sized(replicas.size(), routes, child, entry);
    }

    /** The route that is asked for is the last one. */
    private static String config(int port, List<Integer> replicas, int routes) {
        String addresses =
                replicas.stream().map(p -> "\"http://127.0.0.1:" + p + "\"").collect(Collectors.joining(", "));
        StringBuilder text = new StringBuilder("""
                server: {port: %d, address: 127.0.0.1}
                management.server.port: %d
                holdfast.services.static.replicas: [%s]
                spring.cloud.gateway.server.webflux.routes:
                """.formatted(port, port + 1, addresses));
        for (int i = 1; i < routes; i++) {
            text.append("  - {id: r%d, uri: \"holdfast://static\", predicates: [\"Path=/r%d/**\"]}%n".formatted(i, i));
        }
        return text.append("  - {id: last, uri: \"holdfast://static\", predicates: [\"Path=/**\"]}\n")
                .toString();
    }

    private void load(List<Sized> all, Wrk load) throws IOException, InterruptedException {
        for (Sized sized : all) {
            long before = sized.child.usage().cpuMicros();
            TimeUnit.SECONDS.sleep(seconds);
            sized.idle = (sized.child.usage().cpuMicros() - before) / TICK / seconds;
        }
        for (int round = 0; round < rounds; round++) {
            for (Sized sized : all) {
                long before = sized.child.usage().cpuMicros();
                Tally tally = load.run(sized.entry, Duration.ofSeconds(seconds));
                double cpu = (sized.child.usage().cpuMicros() - before) / (double) Math.max(1, tally.count());
                sized.cpu.add(cpu);
                sized.rate.add(tally.perSecond());
                System.err.printf(
                        "  %d %d replicas, %d routes: %,.0f/s %.1f us, failed %d%n",
                        round + 1, sized.replicas, sized.routes, tally.perSecond(), cpu, tally.errors());
            }
        }
    }

    private String page(List<Sized> all, Jvm jvm) throws IOException {
        StringBuilder text = new StringBuilder("""
                # Many replicas, many routes

                Written by `bench/scale --rounds %d --seconds %d --warm-up %d` on %s: small JSON, 32 connections, the last route of
                all. CPU a request is the median of the rounds, with the least and the most, and the probes of that time in it.

                - %s
                - %s

                | replicas | routes | requests/s | CPU µs each | to the first line | CPU while idle |
                |--:|--:|--:|--:|--:|--:|
                """.formatted(
                        rounds,
                        seconds,
                        warmUp,
                        LocalDate.now(),
                        Machine.describe(),
                        Machine.version(jvm.java().toString(), "-version")));
        for (Sized sized : all) {
            Spread cpu = Spread.of(sized.cpu.stream().mapToDouble(d -> d).toArray());
            Spread rate = Spread.of(sized.rate.stream().mapToDouble(d -> d).toArray());
            text.append(String.format(
                    Locale.ROOT,
                    "| %d | %d | %,.0f | %.1f (%.1f-%.1f) | %s | %.1f %% |%n",
                    sized.replicas,
                    sized.routes,
                    rate.median(),
                    cpu.median(),
                    cpu.low(),
                    cpu.high(),
                    Spread.ratio(sized.cpu, all.get(0).cpu),
                    sized.idle));
        }
        return text.toString();
    }
}
