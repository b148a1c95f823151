package io.holdfast.cli.replicas;

import io.holdfast.cli.config.Durations;
import io.holdfast.cli.gateway.Gateway;
import io.holdfast.cli.gateway.Gateway.Answer;
import io.holdfast.cli.gateway.GatewayException;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code holdfast drain SERVICE REPLICA}: no new work for a replica; what runs there ends or moves. */
@Command(
        name = "drain",
        mixinStandardHelpOptions = true,
        header = "takes a replica out of use; what runs there ends or moves",
        description = {
            "Takes a replica out of use: no new work; requests under way end, WebSockets and event streams move.",
            "It stays so, over restarts of the gateway too, until 'holdfast undrain'."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:drained; with --wait: and nothing is in flight there",
            "1:refused, as it is the last usable one; or with --wait: work was still under way at the end",
            "2:wrong usage or configuration, or no such service or replica",
            "3:a gateway could not be reached or refused the token"
        },
        footer = {"  holdfast drain api 127.0.0.1:8001 --wait 30s"})
public final class DrainCommand extends HandCommand {

    /** The gateway waits no longer. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Option(
            names = "--wait",
            paramLabel = "30s",
            description = "Wait until nothing is in flight there, at most so long.")
    private Optional<String> wait = Optional.empty();

    @Option(names = "--force", description = "Drain even the last usable replica; requests are then held.")
    private boolean force;

    @Override
    Answer tell(Gateway gateway) throws GatewayException {
        return gateway.drain(service, replica, longest(), force);
    }

    private Optional<Duration> longest() {
        return wait.map(text -> Durations.parse(text)
                .filter(span -> !span.isZero() && span.compareTo(LONGEST) <= 0)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--wait: " + text + " (expected: a duration up to 10m, such as 30s)")));
    }

    @Override
    int judge(Answer answer) {
        return wait.isPresent() && !answer.idle() ? NO : DONE;
    }
}
