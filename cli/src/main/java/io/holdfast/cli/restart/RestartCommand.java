package io.holdfast.cli.restart;

import io.holdfast.cli.config.Config;
import io.holdfast.cli.config.RestartPolicy;
import io.holdfast.cli.config.ServiceSettings;
import io.holdfast.cli.driver.Driver;
import io.holdfast.cli.driver.Drivers;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayOptions;
import io.holdfast.cli.time.SystemTicker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast restart SERVICE}: one replica after the other, and no client sees it. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        header = "restarts the replicas of a service, one after the other, while clients use it",
        description = {
            "Restarts the replicas of a service one after the other while clients use it: drains a replica at the gateway, "
                    + "waits for its work in flight, restarts it by its driver, waits until the gateway sees it up, undrains "
                    + "it, watches it settle, and goes on with the next.",
            "It stops at the first that does not come back, undrains what it drained, and leaves the rest untouched. Ctrl-C "
                    + "does the same."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every replica was restarted and is in use",
            "1:a replica did not come back, could not be drained, or others are out of use; the last lines say which",
            "2:wrong usage or configuration, or no such service or replica",
            "3:a gateway or what runs the replicas could not be reached, or another restart of it is under way here",
            "130:interrupted by Ctrl-C; what was drained is undrained",
            "143:the same by SIGTERM"
        },
        footer = {"  holdfast restart api", "  holdfast restart api 127.0.0.1:8001", "  holdfast restart api --resume"})
public final class RestartCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    @Mixin
    private PolicyOptions policies;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "As the gateway names it.")
    private String service;

    @Parameters(index = "1..*", paramLabel = "REPLICA", description = "Only these: host:port. Default: all.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--resume", description = "Go on where the last round of the service stopped.")
    private boolean resume;

    @Option(
            names = "--without-gateway",
            description = "Drain nowhere; the driver's own health check says when a replica is up.")
    private boolean withoutGateway;

    @Option(names = "--force", description = "Restart even the last usable replica; requests are held meanwhile.")
    private boolean force;

    @Option(names = "--dry-run", description = "Say what would be done, and do nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "One JSON object a line; the last has \"event\": \"end\".")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Config config = options.config();
        ServiceSettings settings = config.service(service)
                .orElseThrow(() -> misused("SERVICE: " + service + " (expected: one of "
                        + String.join(", ", config.services().keySet()) + ", as " + config.origin() + " names them)"));
        RestartPolicy policy = policies.over(settings.restart());
        List<Gateway> gateways = withoutGateway ? List.of() : options.open(config);
        try (Driver driver = Drivers.open(settings.driver());
                Ledger ledger = Ledger.take(config.state(), service)) {
            List<Seen> seen = withoutGateway ? DriverFleet.look(driver, service) : seenBy(gateways);
            Set<String> doneBefore = resume ? ledger.done() : Set.of();
            List<String> order = order(seen, policy, doneBefore);
            Instances instances = Instances.find(driver, service, order, policy.grace());
            Fleet fleet = withoutGateway
                    ? new DriverFleet(service, driver, instances)
                    : new GatewayFleet(service, gateways, instances, force);
            Report report = new Report(
                    service,
                    spec.commandLine().getOut(),
                    spec.commandLine().getColorScheme().ansi(),
                    json);
            report.plan(order, driver.kind(), policy.maxUnavailable(), doneBefore);
            if (dryRun) {
                return 0;
            }
            if (!resume) {
                ledger.begin();
            }
            Round round = new Round(order, drainedByOthers(seen, ledger), policy);
            return new Performance(fleet, round, ledger, report, new SystemTicker()).run();
        } catch (GatewayException failed) {
            if (failed.kind() == GatewayException.Kind.UNKNOWN) {
                throw misused(String.valueOf(failed.getMessage()));
            }
            throw failed;
        }
    }

    private List<Seen> seenBy(List<Gateway> gateways) throws IOException {
        try {
            return new GatewaySight(service, gateways).look();
        } catch (GatewayException away) {
            if (away.kind() == GatewayException.Kind.AWAY) {
                throw new IOException(
                        away.getMessage() + " (expected: every gateway, since each would go on sending work; or "
                                + "--without-gateway)",
                        away);
            }
            throw away;
        }
    }

    private List<String> order(List<Seen> seen, RestartPolicy policy, Set<String> doneBefore) {
        List<String> all = OrderRule.order(policy.order(), seen);
        for (String replica : only) {
            if (!all.contains(replica)) {
                throw misused("REPLICA: " + replica + " (expected: one of " + String.join(", ", all) + ")");
            }
        }
        if (all.isEmpty()) {
            throw misused("SERVICE: " + service + " (expected: a service with replicas)");
        }
        return all.stream()
                .filter(replica -> only.isEmpty() || only.contains(replica))
                .filter(replica -> !doneBefore.contains(replica))
                .toList();
    }

    private static Set<String> drainedByOthers(List<Seen> seen, Ledger ledger) {
        Set<String> drained =
                seen.stream().filter(Seen::draining).map(Seen::replica).collect(Collectors.toCollection(HashSet::new));
        drained.removeAll(ledger.drained());
        return drained;
    }

    private ParameterException misused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
