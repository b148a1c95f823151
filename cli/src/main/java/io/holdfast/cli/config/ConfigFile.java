package io.holdfast.cli.config;

import io.holdfast.cli.driver.DriverSettings;
import io.holdfast.cli.home.Home;
import io.holdfast.cli.process.ProcessTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Finds and reads the file: the one that {@code --config} names, else {@code HOLDFAST_CONFIG}, else {@code holdfast.yml} in
 * the working directory, else none, which is a complete configuration too.
 */
public final class ConfigFile {

    public static final String VARIABLE = "HOLDFAST_CONFIG";
    public static final String NAME = "holdfast.yml";

    private final Path workingDirectory;
    private final Map<String, String> environment;

    public ConfigFile(Path workingDirectory, Map<String, String> environment) {
        this.workingDirectory = workingDirectory;
        this.environment = environment;
    }

    /**
     * Reads the configuration.
     *
     * @param given by {@code --config}
     */
    public Config read(Optional<Path> given) throws ConfigException {
        if (given.isPresent()) {
            return read(given.get(), "--config");
        }
        String variable = environment.get(VARIABLE);
        if (variable != null && !variable.isBlank()) {
            return read(path(variable), VARIABLE);
        }
        Path usual = workingDirectory.resolve(NAME);
        return Files.exists(usual) ? read(Path.of(NAME), NAME) : none();
    }

    private static Path path(String variable) throws ConfigException {
        try {
            return Path.of(variable);
        } catch (InvalidPathException notAPath) {
            throw new ConfigException(List.of(VARIABLE + ": " + variable + " (expected: a path)"));
        }
    }

    private Config none() throws ConfigException {
        return Config.read("no " + NAME, Section.of("", workingDirectory, Map.of()), usualDriver());
    }

    private Config read(Path file, String how) throws ConfigException {
        Path path = workingDirectory.resolve(file);
        String text;
        try {
            text = Files.readString(path);
        } catch (IOException unreadable) {
            throw new ConfigException(List.of(how + ": " + file + ": "
                    + (Files.exists(path) ? "cannot be read" : "no such file") + " (expected: a YAML file)"));
        }
        Path parent = path.toAbsolutePath().getParent();
        Path directory = parent == null ? workingDirectory : parent;
        return Config.read(file.toString(), Section.of(file.toString(), directory, parse(file, text)), usualDriver());
    }

    private static Map<?, ?> parse(Path file, String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        Object root;
        try {
            root = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException wrong) {
            int line =
                    wrong.getProblemMark() == null ? 0 : wrong.getProblemMark().getLine() + 1;
            throw new ConfigException(
                    List.of(file + ": line " + line + ": " + wrong.getProblem() + " (expected: YAML)"));
        } catch (YAMLException wrong) {
            throw new ConfigException(
                    List.of(file + ": " + String.valueOf(wrong.getMessage()).replace('\n', ' ') + " (expected: YAML)"));
        }
        if (root == null) {
            return Map.of();
        }
        if (root instanceof Map<?, ?> map) {
            return map;
        }
        throw new ConfigException(List.of(file + ": " + root + " (expected: a mapping of keys to values)"));
    }

    /** The demo's processes while a demo runs, here or in the installation, else containers that say which service they are of. */
    private DriverSettings usualDriver() {
        for (Path demo :
                List.of(workingDirectory.resolve(Config.DEMO), Home.state().resolve("demo"))) {
            if (ProcessTable.isIn(demo)) {
                return new DriverSettings.Processes(demo);
            }
        }
        return DriverSettings.Docker.local();
    }
}
