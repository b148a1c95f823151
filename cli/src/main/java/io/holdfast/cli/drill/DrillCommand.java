package io.holdfast.cli.drill;

import io.holdfast.cli.drill.load.Mix;
import io.holdfast.cli.drill.verdict.Verdict;
import io.holdfast.cli.home.Home;
import io.holdfast.cli.time.SystemTicker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast drill}: kills replicas under real clients and prints what the clients saw. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        header = "take replicas away under real clients and print what the clients saw",
        description = {
            "Kills, stops and restarts replicas under real clients and prints what the clients saw.",
            "By default it starts three stub replicas and a gateway of its own. With --entry it puts the same load on any "
                    + "proxy that leads to --replica-ports."
        },
        exitCodeList = {
            "0:every target of every scenario was met",
            "1:a target was missed; each is printed as a line MISSED ...",
            "2:wrong usage",
            "3:a scenario could not be run; the others were"
        },
        footer = {
            "  holdfast drill                  the losses every user will have, in 3 minutes",
            "  holdfast drill all --json > drill.json",
            "  holdfast drill kill-rolling --entry http://127.0.0.1:9000 \\",
            "    --replica-ports 8001,8002,8003"
        })
public final class DrillCommand implements Callable<Integer> {
    private static final int COULD_NOT_RUN = 3;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SCENARIO",
            arity = "0..*",
            description = "By name; 'all' for all; none for the short set.")
    private List<String> scenarios = new ArrayList<>();

    @Option(names = "--list", description = "List the scenarios and end.")
    private boolean list;

    @Option(names = "--json", description = "Print the result as JSON; progress goes to standard error.")
    private boolean json;

    @Option(
            names = "--entry",
            paramLabel = "URL",
            description = "Test the proxy at this URL instead of an own gateway.")
    private Optional<String> entry = Optional.empty();

    @Option(
            names = "--management",
            paramLabel = "URL",
            description = "Management address of the Holdfast gateway behind --entry.")
    private Optional<String> management = Optional.empty();

    @Option(
            names = "--replica-ports",
            paramLabel = "P1,P2,P3",
            split = ",",
            description = "Loopback ports of the three replicas. Default: free ones.")
    private List<Integer> replicaPorts = new ArrayList<>();

    @Option(
            names = "--port-base",
            paramLabel = "PORT",
            defaultValue = "23000",
            description = "Look for free ports from here.")
    private int portBase;

    @Option(
            names = "--gateway-jar",
            paramLabel = "FILE",
            description = "Default: the one beside this command's own jar.")
    private Path gatewayJar;

    @Option(names = "--stub-jar", paramLabel = "FILE", description = "Default: the one beside this command's own jar.")
    private Path stubJar;

    @Option(
            names = "--gateway-java",
            paramLabel = "FILE",
            description = "Java that runs the gateway. Default: this one.")
    private Path gatewayJava;

    @Option(names = "--gateway-arg", paramLabel = "ARG", description = "Argument for the gateway; repeatable.")
    private List<String> gatewayArgs = new ArrayList<>();

    @Option(names = "--gateway-java-opt", paramLabel = "OPT", description = "Java option for the gateway; repeatable.")
    private List<String> gatewayJavaOpts = new ArrayList<>();

    @Option(
            names = "--get-rate",
            paramLabel = "N",
            defaultValue = "25",
            description = "Requests a second of each GET client (default: ${DEFAULT-VALUE}).")
    private double getRate;

    @Option(
            names = "--sockets",
            paramLabel = "N",
            defaultValue = "5000",
            description = "WebSockets of ws-many (default: ${DEFAULT-VALUE}).")
    private int sockets;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Requests of cancel-storm (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--mebibytes",
            paramLabel = "N",
            defaultValue = "1024",
            description = "Size of the upload and the download of uploads (default: ${DEFAULT-VALUE}).")
    private long mebibytes;

    @Option(
            names = "--keep",
            paramLabel = "DIR",
            description = "Keep logs and state of every process in this directory.")
    private Path keep;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (list) {
            if (json) {
                say(out, JsonReport.list(Scenarios.all()));
            } else {
                Scenarios.all().forEach(scenario -> out.printf("%-16s %s%n", scenario.name(), scenario.summary()));
            }
            return 0;
        }
        List<Scenario> chosen = chosen();
        boolean own = keep == null;
        Path work = own ? Files.createTempDirectory("holdfast-drill") : Files.createDirectories(keep);
        try {
            return run(chosen, settings(work), out);
        } finally {
            if (own) {
                delete(work);
            }
        }
    }

    private int run(List<Scenario> chosen, Settings settings, PrintWriter out) throws InterruptedException {
        PrintWriter progress = json ? spec.commandLine().getErr() : out;
        Drill drill = new Drill(settings, new SystemTicker(), line -> say(progress, line));
        List<Verdict> verdicts = new ArrayList<>();
        boolean allRan = true;
        for (Scenario scenario : chosen) {
            try {
                Verdict verdict = drill.run(scenario);
                verdicts.add(verdict);
                say(progress, Report.of(verdict));
            } catch (IOException e) {
                say(spec.commandLine().getErr(), scenario.name() + " could not be run: " + e.getMessage());
                allRan = false;
            }
        }
        if (json) {
            say(out, JsonReport.of(verdicts));
        } else if (verdicts.size() > 1) {
            say(out, Report.summary(verdicts));
        }
        if (!allRan) {
            return COULD_NOT_RUN;
        }
        return verdicts.stream().allMatch(Verdict::met) ? 0 : 1;
    }

    private static void say(PrintWriter to, String text) {
        to.println(text);
        to.flush();
    }

    private List<Scenario> chosen() {
        try {
            return Scenarios.named(scenarios);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Settings settings(Path work) throws IOException {
        if (!replicaPorts.isEmpty() && replicaPorts.size() != Setup.REPLICAS) {
            throw new ParameterException(
                    spec.commandLine(), "--replica-ports: " + replicaPorts + " (expected: three ports)");
        }
        if (entry.isPresent() && replicaPorts.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "--entry needs --replica-ports: the replicas that the proxy leads to");
        }
        Path java = Home.java();
        return new Settings(
                entry,
                management,
                List.copyOf(replicaPorts),
                portBase,
                jar(stubJar, "api-stub"),
                entry.isPresent() ? Path.of("") : jar(gatewayJar, "gateway"),
                java,
                gatewayJava == null ? java : gatewayJava,
                List.copyOf(gatewayArgs),
                List.copyOf(gatewayJavaOpts),
                Mix.STANDARD.withGetsPerSecond(getRate),
                sockets,
                requests,
                mebibytes << 20,
                work);
    }

    private static Path jar(Path given, String module) throws IOException {
        return given == null ? Home.jar(module) : given;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
