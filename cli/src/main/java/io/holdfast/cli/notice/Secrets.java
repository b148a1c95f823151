package io.holdfast.cli.notice;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where secrets come from: the environment variable {@code NAME}, or the file that {@code NAME_FILE} names (a Docker
 * secret, a systemd credential). Never from a configuration file or the command line, where others can read them.
 */
public final class Secrets {

    private static final long MOST_BYTES = 64 * 1024;

    private final Map<String, String> environment;

    public Secrets(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The secret, without the line break at its end.
     *
     * @param name the variable's name, without {@code _FILE}
     * @throws IOException when it is set twice, or the file cannot be read or is empty; the message names the variable,
     *     never the value
     */
    public Optional<Secret> find(String name) throws IOException {
        String direct = environment.get(name);
        String file = environment.get(name + "_FILE");
        boolean hasDirect = direct != null && !direct.isBlank();
        boolean hasFile = file != null && !file.isBlank();
        if (hasDirect && hasFile) {
            throw new IOException(name + " and " + name + "_FILE are both set (expected: one of them)");
        }
        if (hasDirect) {
            return Optional.of(new Secret(direct.strip()));
        }
        return hasFile ? Optional.of(new Secret(read(name + "_FILE", file))) : Optional.empty();
    }

    /**
     * The secret that must be there.
     *
     * @param name the variable's name, without {@code _FILE}
     * @param what for what it is needed, for the message
     */
    public Secret need(String name, String what) throws IOException {
        return find(name)
                .orElseThrow(() -> new IOException(what + ": " + name
                        + " is not set (expected: the environment variable " + name + " or " + name + "_FILE)"));
    }

    private static String read(String variable, String file) throws IOException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException(variable + ": " + file + ": larger than 64 KB (expected: a secret)");
            }
            String text = Files.readString(path).strip();
            if (text.isEmpty()) {
                throw new IOException(variable + ": " + file + ": empty (expected: a secret)");
            }
            return text;
        } catch (InvalidPathException wrong) {
            throw new IOException(variable + ": not a path", wrong);
        } catch (IOException unreadable) {
            String message = String.valueOf(unreadable.getMessage());
            throw message.startsWith(variable)
                    ? unreadable
                    : new IOException(
                            variable + ": " + file + ": cannot be read ("
                                    + unreadable.getClass().getSimpleName() + ")",
                            unreadable);
        }
    }
}
