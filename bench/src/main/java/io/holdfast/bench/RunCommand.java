package io.holdfast.bench;

import io.holdfast.bench.load.Wrk;
import io.holdfast.bench.proxy.Jvm;
import io.holdfast.bench.proxy.Kind;
import io.holdfast.bench.proxy.Place;
import io.holdfast.bench.proxy.Upstreams;
import io.holdfast.bench.result.Sample;
import io.holdfast.bench.result.Spread;
import io.holdfast.bench.result.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench/run}: proxies side by side. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Runs nginx, HAProxy, Caddy, stock Spring Cloud Gateway and Holdfast (both lanes) side by side",
            "in front of the same upstreams and prints what each gives and costs."
        },
        exitCodeList = {"0:it ran", "1:it could not be run", "2:wrong usage"})
public final class RunCommand implements Callable<Integer> {

    private static final List<String> OWN = List.of("start", "cold");

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "By name (--list); none: all.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--list", description = "List the scenarios and end.")
    private boolean list;

    @Option(
            names = "--proxies",
            split = ",",
            paramLabel = "NAME",
            description = "nginx,haproxy,caddy,stock,holdfast-gateway,holdfast; default all.")
    private List<String> proxies = new ArrayList<>();

    @Option(names = "--rounds", defaultValue = "5", description = "Rounds (default: ${DEFAULT-VALUE}).")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "8", description = "Seconds of each load (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "15",
            description = "Seconds of load before the first round, for those on a JVM (default: ${DEFAULT-VALUE}).")
    private int warmUp;

    @Option(names = "--quick", description = "2 rounds of 3 seconds after 6 of warming up: for a first look.")
    private boolean quick;

    @Option(names = "--page", paramLabel = "FILE", description = "Write the results there as Markdown.")
    private @Nullable Path page;

    @Option(
            names = "--profile",
            paramLabel = "EVENT",
            description = "Profile the Java proxies by async-profiler: cpu, itimer, ctimer, alloc.")
    private @Nullable String profile;

    @Option(names = "--port-base", defaultValue = "29000", description = "Ports from here (default: ${DEFAULT-VALUE}).")
    private int portBase;

    @Option(names = "--java", paramLabel = "FILE", description = "Java of the Java proxies; default: this one.")
    private @Nullable Path java;

    @Option(
            names = "--gateway-options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "Java options of Holdfast, apart by spaces; default: the launcher's and -Xmx512m.")
    private String gatewayOptions = "";

    @Option(
            names = "--stock-options",
            paramLabel = "OPTIONS",
            defaultValue = "",
            description = "Java options of stock Spring Cloud Gateway, apart by spaces; default: -Xmx512m.")
    private String stockOptions = "";

    @Option(names = "--gateway-jar", paramLabel = "FILE", description = "Another build of Holdfast.")
    private @Nullable Path gatewayJar;

    public static void main(String[] args) {
        System.exit(new CommandLine(new RunCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return run();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private int run() throws IOException, InterruptedException {
        Path home = Path.of(System.getProperty("holdfast.home", ".")).toAbsolutePath();
        List<Scenario> all = Scenario.all(home.resolve("bench/config/wrk.lua"));
        if (list) {
            all.forEach(s -> System.out.printf("%-10s %s%n", s.name(), s.title()));
            System.out.println("start      From the start of the process to the first answer");
            System.out.println("cold       Small JSON in the first 10 s of a process");
            return 0;
        }
        List<Scenario> scenarios = all.stream().filter(s -> wanted(s.name())).toList();
        check(all);
        if (quick) {
            rounds = 2;
            seconds = 3;
            warmUp = 6;
        }
        Path dir = Files.createDirectories(
                home.resolve("bench/target/run-" + ProcessHandle.current().pid()));
        Place place = new Place(home.resolve("bench/config"), dir, portBase);
        Jvm jvm = Jvm.of(home, java, gatewayJar, gatewayOptions, stockOptions);
        PrintStream progress = System.err;
        Run run =
                new Run(place, jvm, kinds(), rounds, Duration.ofSeconds(seconds), Duration.ofSeconds(warmUp), progress);
        StringBuilder text = new StringBuilder();
        try (Upstreams upstreams =
                Upstreams.start(place, jvm.java(), Jvm.lib(home).resolve("holdfast-api-stub.jar"), List.of())) {
            Run.Watch watch = (proxy, scenario) -> profile == null
                            || !proxy.kind().java()
                    ? () -> {}
                    : Profile.over(
                            proxy,
                            profile,
                            dir.resolve(scenario.name() + "-" + proxy.kind().title() + ".collapsed"));
            for (Map.Entry<Scenario, Map<String, List<Sample>>> entry :
                    run.scenarios(scenarios, watch).entrySet()) {
                section(text, entry.getKey().title());
                text.append(Table.of(entry.getKey().unit(), entry.getValue()));
            }
            if (wanted("start")) {
                section(text, "From the start of the process to the first answer, milliseconds");
                text.append("| | median | least | most |\n|---|--:|--:|--:|\n");
                run.starts().forEach((name, millis) -> {
                    Spread s = Spread.of(
                            millis.stream().mapToDouble(Double::doubleValue).toArray());
                    text.append(String.format(
                            Locale.ROOT, "| %s | %.0f | %.0f | %.0f |%n", name, s.median(), s.low(), s.high()));
                });
            }
            if (wanted("cold")) {
                section(text, "Small JSON, 32 connections, in the first 10 s of a process");
                Wrk load = new Wrk(home.resolve("bench/config/wrk.lua"), "/small.json", 32, false);
                text.append(Table.of("requests", run.cold(load)));
            }
        }
        String whole = head(jvm) + text;
        System.out.println(whole);
        if (page != null) {
            Files.writeString(page, whole);
        }
        if (profile != null) {
            progress.println("profiles: " + dir);
        }
        return 0;
    }

    private boolean wanted(String name) {
        return names.isEmpty() || names.contains(name);
    }

    private void check(Collection<Scenario> all) {
        List<String> known =
                Stream.concat(all.stream().map(Scenario::name), OWN.stream()).toList();
        for (String name : names) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + ": no such scenario (expected: one of " + known + ")");
            }
        }
    }

    private List<Kind> kinds() {
        List<String> known = Arrays.stream(Kind.values()).map(Kind::title).toList();
        for (String name : proxies) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("--proxies: " + name + " (expected: some of " + known + ")");
            }
        }
        return Arrays.stream(Kind.values())
                .filter(k -> proxies.isEmpty() || proxies.contains(k.title()))
                .toList();
    }

    private static void section(StringBuilder text, String title) {
        text.append("\n## ").append(title).append("\n\n");
    }

    private String head(Jvm jvm) throws IOException {
        String command = Stream.of(
                        String.join(" ", names),
                        proxies.isEmpty() ? "" : "--proxies " + String.join(",", proxies),
                        "--rounds " + rounds + " --seconds " + seconds + " --warm-up " + warmUp,
                        gatewayOptions.isBlank() ? "" : "--gateway-options '" + gatewayOptions + "'",
                        stockOptions.isBlank() ? "" : "--stock-options '" + stockOptions + "'")
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
        return """
                # Side by side

                Written by `bench/run %s` on %s. Load, proxies and upstreams share one machine, so rates are those of
                the whole; CPU is that of the proxy alone, user and system, its children included. Each number is the
                median of the rounds; ratios are taken round by round, with the least and the most in brackets.

                - %s
                - %s; %s; Caddy %s
                - Java proxies: %s; Holdfast is started %s, stock Spring Cloud Gateway with %s
                """.formatted(
                        command,
                        LocalDate.now(),
                        Machine.describe(),
                        Machine.version("nginx", "-v"),
                        Machine.version("haproxy", "-v"),
                        Machine.version("caddy", "version"),
                        Machine.version(jvm.java().toString(), "-version"),
                        String.join(
                                " ",
                                jvm.gatewayOptions().stream()
                                        .map(o -> o.startsWith("@") ? "as its launcher does" : o)
                                        .toList()),
                        String.join(" ", jvm.stockOptions()));
    }
}
