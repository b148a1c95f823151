package io.holdfast.bench;

import io.holdfast.bench.load.Tally;
import io.holdfast.bench.load.Wrk;
import io.holdfast.bench.proxy.Jvm;
import io.holdfast.bench.proxy.Kind;
import io.holdfast.bench.proxy.Place;
import io.holdfast.bench.proxy.Proxy;
import io.holdfast.bench.proxy.Usage;
import io.holdfast.bench.result.Sample;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs scenarios: all proxies are up, one at a time has the load, and each round goes through them in another order,
 * so that what disturbs the machine does not always hit the same one.
 */
final class Run {

    private static final Duration SETTLE = Duration.ofMillis(500);
    private static final String SMALL = "/small.json";

    private final Place place;
    private final Jvm jvm;
    private final List<Kind> kinds;
    private final int rounds;
    private final Duration time;
    private final Duration warmUp;
    private final PrintStream progress;

    Run(Place place, Jvm jvm, List<Kind> kinds, int rounds, Duration time, Duration warmUp, PrintStream progress) {
        this.place = place;
        this.jvm = jvm;
        this.kinds = kinds;
        this.rounds = rounds;
        this.time = time;
        this.warmUp = warmUp;
        this.progress = progress;
    }

    /** Proxies that are up at once. */
    private final class Fleet implements AutoCloseable {
        final List<Proxy> proxies = new ArrayList<>();

        Fleet(boolean tls) throws IOException, InterruptedException {
            try {
                for (Kind kind : kinds) {
                    proxies.add(Proxy.start(kind, place, jvm, tls, SMALL));
                    progress.println("  " + kind.title() + " is up");
                }
            } catch (IOException | InterruptedException | RuntimeException e) {
                close();
                throw e;
            }
        }

        @Override
        public void close() {
            proxies.forEach(Proxy::close);
        }
    }

    /** The samples of each scenario, by name of scenario and of proxy. */
    Map<Scenario, Map<String, List<Sample>>> scenarios(List<Scenario> scenarios, Watch watch)
            throws IOException, InterruptedException {
        Map<Scenario, Map<String, List<Sample>>> results = new LinkedHashMap<>();
        for (boolean tls : new boolean[] {false, true}) {
            List<Scenario> these =
                    scenarios.stream().filter(s -> s.tls() == tls).toList();
            if (these.isEmpty()) {
                continue;
            }
            try (Fleet fleet = new Fleet(tls)) {
                for (Scenario scenario : these) {
                    results.put(scenario, scenario(scenario, fleet.proxies, watch));
                }
            }
        }
        return results;
    }

    private Map<String, List<Sample>> scenario(Scenario scenario, List<Proxy> proxies, Watch watch)
            throws IOException, InterruptedException {
        progress.println(scenario.title());
        for (Proxy proxy : proxies) {
            if (proxy.kind().java()) {
                scenario.load().run(entry(scenario, proxy), warmUp);
            }
        }
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        proxies.forEach(p -> samples.put(p.kind().title(), new ArrayList<>()));
        List<Proxy> order = new ArrayList<>(proxies);
        for (int round = 0; round < rounds; round++) {
            for (Proxy proxy : order) {
                Sample sample = sample(scenario, proxy, watch);
                samples.get(proxy.kind().title()).add(sample);
                progress.printf(
                        "  %d %-17s %,9.0f/s %7.1f us%s%n",
                        round + 1,
                        proxy.kind().title(),
                        sample.tally().perSecond(),
                        sample.cpuPerUnit(),
                        sample.tally().errors() == 0
                                ? ""
                                : "  failed: " + sample.tally().errors());
            }
            Collections.rotate(order, 1);
        }
        return samples;
    }

    /** Told of each load, to profile a proxy meanwhile. */
    @FunctionalInterface
    interface Watch {
        AutoCloseable over(Proxy proxy, Scenario scenario) throws IOException;
    }

    private Sample sample(Scenario scenario, Proxy proxy, Watch watch) throws IOException, InterruptedException {
        Thread.sleep(SETTLE.toMillis());
        Usage before = proxy.child().usage();
        Tally tally;
        try (AutoCloseable over = watch.over(proxy, scenario)) {
            tally = scenario.load().run(entry(scenario, proxy), time);
        } catch (IOException | InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        Usage after = proxy.child().usage();
        if (!proxy.child().alive()) {
            throw new IOException(proxy.kind().title() + " ended under load, see "
                    + proxy.child().log());
        }
        return new Sample(tally, after.cpuMicros() - before.cpuMicros(), after.rssBytes());
    }

    private static URI entry(Scenario scenario, Proxy proxy) {
        return scenario.tls() ? proxy.tls() : proxy.plain();
    }

    /** Milliseconds from the start of the process to its first answer, by name of the proxy. */
    Map<String, List<Double>> starts() throws IOException, InterruptedException {
        progress.println("Starts");
        Map<String, List<Double>> starts = new LinkedHashMap<>();
        kinds.forEach(k -> starts.put(k.title(), new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            for (Kind kind : kinds) {
                try (Proxy proxy = Proxy.start(kind, place, jvm, false, SMALL)) {
                    double millis = proxy.firstAnswer().toNanos() / 1e6;
                    starts.get(kind.title()).add(millis);
                    progress.printf("  %d %-17s %7.0f ms%n", round + 1, kind.title(), millis);
                }
            }
        }
        return starts;
    }

    /** The first ten seconds of a process that has just begun to answer. */
    Map<String, List<Sample>> cold(Wrk load) throws IOException, InterruptedException {
        progress.println("First ten seconds");
        Map<String, List<Sample>> samples = new LinkedHashMap<>();
        for (Kind kind : kinds) {
            try (Proxy proxy = Proxy.start(kind, place, jvm, false, SMALL)) {
                Usage before = proxy.child().usage();
                Tally tally = load.run(proxy.plain(), Duration.ofSeconds(10));
                Usage after = proxy.child().usage();
                samples.put(
                        kind.title(),
                        List.of(new Sample(tally, after.cpuMicros() - before.cpuMicros(), after.rssBytes())));
            }
        }
        return samples;
    }
}
