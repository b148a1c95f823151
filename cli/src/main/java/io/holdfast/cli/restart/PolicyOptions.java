package io.holdfast.cli.restart;

import io.holdfast.cli.config.Durations;
import io.holdfast.cli.config.RestartPolicy;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options that stand before what is configured for the restarts of a service. */
final class PolicyOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--order", description = "Whose turn is first: ${COMPLETION-CANDIDATES}.")
    private Optional<RestartPolicy.Order> order = Optional.empty();

    @Option(
            names = "--max-unavailable",
            paramLabel = "N",
            description = "Replicas without use at once, whatever the reason. Default: as configured, else 1.")
    private Optional<Integer> maxUnavailable = Optional.empty();

    @Option(
            names = "--drain",
            paramLabel = "30s",
            description = "How long work in flight may take to end or move. Default: as configured, else 30s.")
    private Optional<String> drain = Optional.empty();

    @Option(
            names = "--grace",
            paramLabel = "30s",
            description = "How long a replica may take to stop. Default: as configured, else 30s.")
    private Optional<String> grace = Optional.empty();

    @Option(
            names = "--up",
            paramLabel = "2m",
            description = "How long it may take to be up again. Default: as configured, else 2m.")
    private Optional<String> up = Optional.empty();

    @Option(
            names = "--settle",
            paramLabel = "5s",
            description = "How long it must stay up before the next one's turn. Default: as configured, else 5s.")
    private Optional<String> settle = Optional.empty();

    RestartPolicy over(RestartPolicy configured) {
        int most = maxUnavailable.orElse(configured.maxUnavailable());
        if (most < 1) {
            throw new ParameterException(
                    command.commandLine(), "--max-unavailable: " + most + " (expected: a number from 1)");
        }
        return new RestartPolicy(
                order.orElse(configured.order()),
                most,
                duration("--drain", drain, configured.drain()),
                configured.whenBusy(),
                duration("--grace", grace, configured.grace()),
                duration("--up", up, configured.up()),
                duration("--settle", settle, configured.settle()));
    }

    private Duration duration(String name, Optional<String> given, Duration otherwise) {
        return given.map(text -> Durations.parse(text)
                        .orElseThrow(() -> new ParameterException(
                                command.commandLine(), name + ": " + text + " (expected: a duration, such as 30s)")))
                .orElse(otherwise);
    }
}
