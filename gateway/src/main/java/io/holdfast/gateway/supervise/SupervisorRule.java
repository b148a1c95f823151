package io.holdfast.gateway.supervise;

import java.util.Map;
import java.util.OptionalLong;

/** What the environment says of a supervisor, by the words of sd_notify(3) and sd_watchdog_enabled(3). */
final class SupervisorRule {

    private static final long NANOS_PER_MICRO = 1000;
    private static final long MOST_MICROS = Long.MAX_VALUE / NANOS_PER_MICRO;

    private SupervisorRule() {}

    /** Whether somebody wants to be told, and where. */
    sealed interface Wish {
        /** Nobody asks. */
        record None() implements Wish {}

        /**
         * Words are to be sent.
         *
         * @param socket a path, or an abstract name whose first character is NUL
         * @param beatNanos time between two signs of life; empty: none are wanted
         */
        record Tell(String socket, OptionalLong beatNanos) implements Wish {}

        /** The address is of a kind that is not spoken here; in words. */
        record NotPossible(String why) implements Wish {}
    }

    /** @param pid of this process: a watchdog may be meant for another that inherited the variables */
    static Wish read(Map<String, String> environment, long pid) {
        String socket = environment.getOrDefault("NOTIFY_SOCKET", "");
        if (socket.isEmpty()) {
            return new Wish.None();
        }
        if (socket.length() < 2 || (socket.charAt(0) != '/' && socket.charAt(0) != '@')) {
            return new Wish.NotPossible("NOTIFY_SOCKET: " + socket + " (expected: an absolute path or @name)");
        }
        String address = socket.charAt(0) == '@' ? '\0' + socket.substring(1) : socket;
        return new Wish.Tell(address, beat(environment, pid));
    }

    /** Half of what is allowed, so that one late beat is not the end. */
    private static OptionalLong beat(Map<String, String> environment, long pid) {
        String meant = environment.getOrDefault("WATCHDOG_PID", "");
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        boolean ours = meant.isEmpty() || meant.equals(Long.toString(pid));
        if (!ours || !micros.matches("[1-9]\\d{0,17}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.min(Long.parseLong(micros), MOST_MICROS) * NANOS_PER_MICRO / 2);
    }
}
