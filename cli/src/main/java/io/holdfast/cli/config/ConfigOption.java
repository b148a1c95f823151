package io.holdfast.cli.config;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --config FILE}, to be mixed into a command. */
public final class ConfigOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration. Default: HOLDFAST_CONFIG, else holdfast.yml here, else none.")
    private Optional<Path> file = Optional.empty();

    /**
     * The configuration.
     *
     * @throws ParameterException when it is wrong, which ends the command as wrong usage does
     */
    public Config read() {
        try {
            return new ConfigFile(Path.of(""), System.getenv()).read(file);
        } catch (ConfigException wrong) {
            throw new ParameterException(command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }
}
