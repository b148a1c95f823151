package io.holdfast.cli.demo;

import io.holdfast.cli.home.Home;
import io.holdfast.cli.time.SystemTicker;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code holdfast demo}: a gateway and three replicas to play with, until Ctrl-C. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        header = "start a gateway and three replicas here, to be killed",
        description = {
            "Starts the gateway and three replicas of the stub API as processes on 127.0.0.1 and prints what to try.",
            "A replica that ends is started again after 2 s; one that ends before it served, later each time, up to 60 s. "
                    + "Ctrl-C or SIGTERM ends all of them; so does the end of this command by SIGKILL.",
            "Its processes, their output and their state are in .holdfast/demo beside the launcher."
        },
        exitCodeList = {
            "0:ended by Ctrl-C or SIGTERM",
            "1:the gateway ended; its last lines are printed",
            "2:wrong usage",
            "3:it could not be started: a port in use, another demo, jars that are not built"
        },
        footer = {
            "  holdfast demo",
            "  holdfast demo --gateway-port 9080 --management-port 9081 \\",
            "    --replica-ports 9001,9002,9003"
        })
public final class DemoCommand implements Callable<Integer> {

    private static final int GATEWAY_ENDED = 1;
    private static final int NOT_STARTED = 3;
    private static final int LAST_LINES = 20;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--gateway-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "The entry URL's port (default: ${DEFAULT-VALUE}).")
    private int gatewayPort;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "The gateway's management port (default: ${DEFAULT-VALUE}).")
    private int managementPort;

    @Option(
            names = "--replica-ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "8001,8002,8003",
            description = "One replica for each, separated by commas (default: ${DEFAULT-VALUE}).")
    private List<Integer> replicaPorts = new ArrayList<>();

    @Option(
            names = "--gateway-arg",
            paramLabel = "ARG",
            description = "Argument for the gateway, such as --holdfast.services.api.hold.max-wait=30s; repeatable.")
    private List<String> gatewayArgs = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where it keeps what it knows (default: .holdfast/demo beside the launcher).")
    private @Nullable Path state;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<Integer, String> ports = ports();
        Plan plan = plan();
        checkPorts(ports);
        DemoDirectory.take(plan);
        Demo demo = new Demo(plan, new SystemTicker(), this::tell);
        AtomicInteger exit = new AtomicInteger();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(demo, exit.get()), "demo-end"));
        say("starting the gateway and " + replicaPorts.size() + " replicas ...");
        try {
            demo.start();
        } catch (IOException e) {
            exit.set(NOT_STARTED);
            throw e;
        }
        if (demo.gatewayAlive()) {
            say(Guide.text(
                    plan,
                    demo.gatewayPid(),
                    demo.replicas().stream()
                            .map(replica -> new Guide.Shown(replica.name(), replica.port(), replica.pid()))
                            .toList()));
            demo.keep();
        }
        if (demo.ending()) {
            return 0;
        }
        exit.set(GATEWAY_ENDED);
        tell("the gateway (pid " + demo.gatewayPid() + ") " + demo.gatewayEnd() + "; its last lines:");
        Logs.lastLines(plan.gatewayLog(), LAST_LINES).forEach(this::say);
        say("all of them are in " + plan.gatewayLog());
        return GATEWAY_ENDED;
    }

    /** Runs while the machine goes down, whatever asked for it; an end that was asked for is no failure. */
    private static void end(Demo demo, int exit) {
        try {
            demo.end();
        } catch (IOException | InterruptedException e) {
            System.err.println("holdfast demo: " + e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(exit);
    }

    private Plan plan() throws IOException {
        return new Plan(
                gatewayPort,
                managementPort,
                List.copyOf(replicaPorts),
                List.copyOf(gatewayArgs),
                Home.java(),
                Home.gateway(),
                Home.jar("api-stub").toAbsolutePath(),
                (state == null ? Home.state().resolve("demo") : state).toAbsolutePath());
    }

    private Map<Integer, String> ports() {
        Map<Integer, String> ports = new HashMap<>();
        name(ports, gatewayPort, "--gateway-port");
        name(ports, managementPort, "--management-port");
        replicaPorts.forEach(port -> name(ports, port, "--replica-ports"));
        return ports;
    }

    private void name(Map<Integer, String> ports, int port, String option) {
        if (port < 1 || port > 65535) {
            throw wrong(option + ": " + port + " (expected: 1 to 65535)");
        }
        String other = ports.put(port, option);
        if (other != null) {
            throw wrong(option + ": " + port + " (expected: a port that " + other + " has not)");
        }
    }

    /** All of them, before anything is started. */
    private static void checkPorts(Map<Integer, String> ports) throws IOException {
        List<String> taken = new ArrayList<>();
        ports.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(port -> !Ports.free(port.getKey()))
                .forEach(port -> taken.add("port " + port.getKey() + " is in use" + PortHolder.words(port.getKey())
                        + "; " + port.getValue() + " takes another"));
        if (!taken.isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), taken));
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void tell(String event) {
        say(CLOCK.format(SystemTicker.wall()) + " " + event);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
