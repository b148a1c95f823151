package io.holdfast.stub;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How one replica is run.
 *
 * @param port to listen on, 0: any free one
 * @param host address to listen on
 * @param name of this replica in its answers
 * @param state directory shared by all replicas that are one service; empty: everything is kept in memory
 * @param faults whether {@code /faults} is served
 * @param keepAlive idle time after which a connection is closed, &gt; 0
 * @param shutdownGrace how long a stop waits for requests in flight, &gt;= 0
 * @param endWithInput whether it stops when its standard input ends
 */
public record Settings(
        int port,
        String host,
        String name,
        Optional<Path> state,
        boolean faults,
        Duration keepAlive,
        Duration shutdownGrace,
        boolean endWithInput) {

    /** As with no argument at all. */
    public static Settings defaults() {
        return new Settings(
                8000,
                "127.0.0.1",
                "replica-1",
                Optional.empty(),
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                false);
    }

    public Settings withPort(int value) {
        return new Settings(value, host, name, state, faults, keepAlive, shutdownGrace, endWithInput);
    }

    public Settings withName(String value) {
        return new Settings(port, host, value, state, faults, keepAlive, shutdownGrace, endWithInput);
    }

    public Settings withState(Path value) {
        return new Settings(port, host, name, Optional.of(value), faults, keepAlive, shutdownGrace, endWithInput);
    }

    public Settings withFaults(boolean value) {
        return new Settings(port, host, name, state, value, keepAlive, shutdownGrace, endWithInput);
    }

    public Settings withKeepAlive(Duration value) {
        return new Settings(port, host, name, state, faults, value, shutdownGrace, endWithInput);
    }

    public Settings withShutdownGrace(Duration value) {
        return new Settings(port, host, name, state, faults, keepAlive, value, endWithInput);
    }

    public Settings withEndWithInput(boolean value) {
        return new Settings(port, host, name, state, faults, keepAlive, shutdownGrace, value);
    }

    /**
     * These settings with one changed.
     *
     * @param option as on the command line, without dashes
     * @param shown as the user wrote it, for messages
     * @throws IllegalArgumentException names the option, the value and what is expected
     */
    Settings with(String option, String value, String shown) {
        return switch (option) {
            case "port" -> withPort(port(value, shown));
            case "host" ->
                new Settings(port, text(value, shown), name, state, faults, keepAlive, shutdownGrace, endWithInput);
            case "name" -> withName(name(value, shown));
            case "state" -> withState(path(value, shown));
            case "faults" -> withFaults(flag(value, shown));
            case "keep-alive" -> withKeepAlive(positive(Durations.parse(value, shown), value, shown));
            case "shutdown-grace" -> withShutdownGrace(Durations.parse(value, shown));
            case "end-with-input" -> withEndWithInput(flag(value, shown));
            default -> throw new IllegalArgumentException(shown + " is not known");
        };
    }

    private static int port(String value, String shown) {
        try {
            int number = Integer.parseInt(value);
            if (number >= 0 && number <= 65535) {
                return number;
            }
        } catch (NumberFormatException e) {
            // The same answer as for a number out of range.
        }
        throw wrong(shown, value, "0 to 65535");
    }

    private static String text(String value, String shown) {
        if (value.isBlank()) {
            throw wrong(shown, value, "not empty");
        }
        return value;
    }

    /** The name goes into a header and into a line of the log of executions. */
    private static String name(String value, String shown) {
        if (!value.matches("[\\x21-\\x7e]{1,100}")) {
            throw wrong(shown, value, "1 to 100 visible ASCII characters without spaces");
        }
        return value;
    }

    private static Path path(String value, String shown) {
        try {
            return Path.of(text(value, shown));
        } catch (InvalidPathException e) {
            throw wrong(shown, value, "a directory");
        }
    }

    private static boolean flag(String value, String shown) {
        return switch (value) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off", "" -> false;
            default -> throw wrong(shown, value, "true or false");
        };
    }

    private static Duration positive(Duration duration, String value, String shown) {
        if (duration.isZero()) {
            throw wrong(shown, value, "> 0s");
        }
        return duration;
    }

    private static IllegalArgumentException wrong(String shown, String value, String expected) {
        return new IllegalArgumentException(shown + ": " + value + " (expected: " + expected + ")");
    }
}
