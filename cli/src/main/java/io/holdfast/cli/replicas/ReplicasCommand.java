package io.holdfast.cli.replicas;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayOptions;
import io.holdfast.cli.gateway.Listing;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast replicas}: every replica as the gateways see it. */
@Command(
        name = "replicas",
        mixinStandardHelpOptions = true,
        header = "shows every replica as the gateway sees it",
        description = {
            "Shows every replica as the gateway sees it: state, what is in flight, latency, failures.",
            "RESTARTS counts what the gateway saw: a refused connection, then an answer. A replica that is back between two "
                    + "probes, with no request refused, is not counted."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:shown",
            "2:wrong usage or configuration, or no such service",
            "3:a gateway could not be reached or refused the token"
        },
        footer = {"  holdfast replicas", "  holdfast replicas api --json"})
public final class ReplicasCommand implements Callable<Integer> {

    private static final int COULD_NOT = 3;
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    @Parameters(paramLabel = "SERVICE", arity = "0..1", description = "Only this service.")
    private Optional<String> service = Optional.empty();

    @Option(names = "--json", description = "As JSON: {\"gateways\": [{\"gateway\": URL, \"services\": [...]}]}.")
    private boolean json;

    private final Clock clock = Clock.systemUTC();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Gateway> gateways = options.open(options.config());
        ArrayNode all = JSON.createArrayNode();
        int exit = 0;
        for (Gateway gateway : gateways) {
            ObjectNode node = all.addObject().put("gateway", gateway.name());
            try {
                Listing listing = gateway.list();
                node.set("services", chosen(listing));
                if (!json) {
                    show(out, listing, gateways.size() > 1 ? gateway.name() : "");
                }
            } catch (GatewayException failed) {
                exit = COULD_NOT;
                node.put("error", failed.getMessage());
                say(spec.commandLine().getErr(), "holdfast replicas: " + failed.getMessage());
            }
        }
        if (json) {
            say(out, JSON.createObjectNode().set("gateways", all).toPrettyString());
        }
        return exit;
    }

    private ArrayNode chosen(Listing listing) {
        if (service.isPresent() && listing.find(service.get()).isEmpty()) {
            String known = String.join(
                    ", ", listing.services().stream().map(one -> one.name()).toList());
            throw new ParameterException(
                    spec.commandLine(), "SERVICE: " + service.get() + " (expected: one of " + known + ")");
        }
        ArrayNode chosen = JSON.createArrayNode();
        listing.raw().path("services").forEach(node -> {
            if (service.isEmpty() || service.get().equals(node.path("service").asText())) {
                chosen.add(node);
            }
        });
        return chosen;
    }

    private void show(PrintWriter out, Listing listing, String heading) {
        if (!heading.isEmpty()) {
            say(out, heading);
        }
        Table table = new Table(spec.commandLine().getColorScheme().ansi(), clock.instant());
        table.of(listing.services().stream()
                        .filter(one -> service.isEmpty() || service.get().equals(one.name()))
                        .toList())
                .forEach(line -> say(out, line));
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
