package io.holdfast.bench;

import io.holdfast.bench.proxy.Jvm;
import io.holdfast.bench.proxy.Kind;
import io.holdfast.bench.proxy.Place;
import io.holdfast.bench.proxy.Proxy;
import io.holdfast.bench.result.Seen;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code bench/compare-failures}: the drill's load through each proxy, and what its clients saw. */
@Command(
        name = "bench/compare-failures",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Puts the load of ./holdfast drill on nginx, HAProxy, Caddy, stock Spring Cloud Gateway and Holdfast,",
            "each configured as a careful operator would (bench/config/failures), and prints what clients saw."
        })
public final class CompareCommand implements Callable<Integer> {

    private static final List<Kind> KINDS = List.of(Kind.NGINX, Kind.HAPROXY, Kind.CADDY, Kind.STOCK, Kind.HOLDFAST);
    private static final Duration LIMIT = Duration.ofMinutes(5);
    private static final int REPLICAS = 3;

    @Parameters(paramLabel = "SCENARIO", arity = "0..*", description = "Of the drill; none: the short set.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--proxies", split = ",", paramLabel = "NAME", description = "Default: all.")
    private List<String> proxies = new ArrayList<>();

    @Option(names = "--page", paramLabel = "FILE", description = "Write the results there as Markdown.")
    private @Nullable Path page;

    @Option(names = "--port-base", defaultValue = "29500", description = "Ports from here (default: ${DEFAULT-VALUE}).")
    private int portBase;

    private Path home = Path.of("");
    private Path java = Path.of("java");
    private Path dir = Path.of("");

    public static void main(String[] args) {
        System.exit(new CommandLine(new CompareCommand()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        home = Path.of(System.getProperty("holdfast.home", ".")).toAbsolutePath();
        java = Path.of(System.getProperty("java.home"), "bin", "java");
        dir = Files.createDirectories(
                home.resolve("bench/target/compare-" + ProcessHandle.current().pid()));
        if (names.isEmpty()) {
            names = List.of("kill-rolling", "all-away", "hang-stop", "break-off");
        }
        List<String> known = Arrays.stream(Kind.values()).map(Kind::title).toList();
        if (!known.containsAll(proxies)) {
            System.err.println("bench: --proxies: " + proxies + " (expected: some of " + known + ")");
            return 2;
        }
        StringBuilder text = new StringBuilder(head());
        for (String scenario : names) {
            text.append("\n## ").append(scenario).append("\n\n").append(Seen.head());
            for (Kind kind : KINDS) {
                if (proxies.isEmpty() || proxies.contains(kind.title())) {
                    String line = line(kind, scenario);
                    System.err.print(scenario + " " + line);
                    text.append(line);
                }
            }
        }
        System.out.println(text);
        if (page != null) {
            Files.writeString(page, text);
        }
        return 0;
    }

    private String line(Kind kind, String scenario) throws IOException, InterruptedException {
        List<Integer> replicas =
                Stream.iterate(portBase, p -> p + 1).limit(REPLICAS).toList();
        Place place = new Place(home.resolve("bench/config/failures"), dir, portBase + REPLICAS, replicas);
        Jvm jvm = Jvm.of(home, java, null, "", "");
        try (Proxy proxy = Proxy.start(kind, place, jvm, false, null)) {
            Map<String, Long> measures = drill(kind, scenario, proxy, replicas);
            return measures == null
                    ? "| " + kind.title() + " | the drill could not be run to its end | | | | | | | |\n"
                    : Seen.of(measures).line(kind.title());
        }
    }

    /** The measures, or null when the drill gave none. */
    private @Nullable Map<String, Long> drill(Kind kind, String scenario, Proxy proxy, List<Integer> replicas)
            throws IOException, InterruptedException {
        Path out = dir.resolve(kind.title() + "-" + scenario + ".json");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-jar",
                        Jvm.lib(home).resolve("holdfast-cli.jar").toString(),
                        "drill",
                        scenario,
                        "--json",
                        "--entry",
                        proxy.plain().toString(),
                        "--replica-ports",
                        String.join(",", replicas.stream().map(String::valueOf).toList()),
                        "--stub-jar",
                        Jvm.lib(home).resolve("holdfast-api-stub.jar").toString())
                .redirectOutput(out.toFile())
                .redirectError(
                        dir.resolve(kind.title() + "-" + scenario + ".log").toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                return null;
            }
        } finally {
            List<ProcessHandle> children = process.descendants().toList();
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
            children.forEach(ProcessHandle::destroyForcibly);
        }
        return measures(Files.readString(out));
    }

    private static @Nullable Map<String, Long> measures(String json) {
        int from = json.indexOf('{');
        JsonNode scenario = from < 0
                ? JsonMapper.shared().createObjectNode()
                : JsonMapper.shared()
                        .readTree(json.substring(from))
                        .path("scenarios")
                        .path(0);
        if (!scenario.path("measures").isObject()) {
            return null;
        }
        Map<String, Long> measures = new HashMap<>();
        scenario.path("measures")
                .properties()
                .forEach(e -> measures.put(e.getKey(), e.getValue().asLong()));
        return measures;
    }

    private String head() throws IOException {
        return """
                # What clients saw, compared

                Written by `bench/compare-failures %s` on %s. Three stub replicas behind each proxy, the same clients and the
                same faults as in `./holdfast drill`; each proxy is configured to retry and to check health as a careful
                operator would, the files are in `bench/config/failures`. One run each. Failed are requests without a whole and right
                answer; plain POSTs (no `Idempotency-Key`) stand apart, since no proxy may send one again that was under way.

                - %s
                - %s; %s; Caddy %s; %s
                """.formatted(
                        String.join(" ", names),
                        LocalDate.now(),
                        Machine.describe(),
                        Machine.version("nginx", "-v"),
                        Machine.version("haproxy", "-v"),
                        Machine.version("caddy", "version"),
                        Machine.version(java.toString(), "-version"));
    }
}
