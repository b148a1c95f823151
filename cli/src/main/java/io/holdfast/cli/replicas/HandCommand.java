package io.holdfast.cli.replicas;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.Gateway.Answer;
import io.holdfast.cli.gateway.GatewayException;
import io.holdfast.cli.gateway.GatewayOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What drain and undrain have in common: every gateway is told, each answer is a line, the worst is the exit code. */
abstract class HandCommand implements Callable<Integer> {

    static final int DONE = 0;
    static final int NO = 1;
    static final int WRONG_USAGE = 2;
    static final int COULD_NOT = 3;

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    @Parameters(index = "0", paramLabel = "SERVICE", description = "As the gateway names it.")
    String service;

    @Parameters(index = "1", paramLabel = "REPLICA", description = "host:port, as 'holdfast replicas' shows it.")
    String replica;

    @Option(names = "--json", description = "As JSON: {\"gateways\": [{\"gateway\": URL, \"state\": ...}]}.")
    private boolean json;

    /** Tells one gateway. */
    abstract Answer tell(Gateway gateway) throws GatewayException;

    /** What it means for the exit code. */
    abstract int judge(Answer answer);

    @Override
    public final Integer call() throws IOException {
        ArrayNode all = JSON.createArrayNode();
        int exit = DONE;
        for (Gateway gateway : options.open(options.config())) {
            ObjectNode node = all.addObject().put("gateway", gateway.name());
            try {
                Answer answer = tell(gateway);
                exit = Math.max(exit, judge(answer));
                node.put("service", service)
                        .put("replica", replica)
                        .put("state", answer.state())
                        .put("inFlight", answer.inFlight())
                        .put("webSockets", answer.webSockets())
                        .put("idle", answer.idle());
                if (!json) {
                    say(spec.commandLine().getOut(), replica + ": " + words(answer));
                }
            } catch (GatewayException failed) {
                exit = Math.max(exit, exitOf(failed));
                node.put("error", failed.getMessage());
                say(spec.commandLine().getErr(), spec.qualifiedName() + ": " + failed.getMessage());
            }
        }
        if (json) {
            say(
                    spec.commandLine().getOut(),
                    JSON.createObjectNode().set("gateways", all).toPrettyString());
        }
        return exit;
    }

    private static int exitOf(GatewayException failed) {
        return switch (failed.kind()) {
            case REFUSED -> NO;
            case UNKNOWN -> WRONG_USAGE;
            case AWAY, FORBIDDEN, FAILED -> COULD_NOT;
        };
    }

    private static String words(Answer answer) {
        String under = answer.idle()
                ? "nothing in flight"
                : answer.inFlight() + " in flight, " + answer.webSockets() + " WebSockets";
        return answer.state() + ", " + under;
    }

    private static void say(PrintWriter to, String line) {
        to.println(line);
        to.flush();
    }
}
