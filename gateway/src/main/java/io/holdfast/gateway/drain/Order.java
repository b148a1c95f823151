package io.holdfast.gateway.drain;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/**
 * What an operator asks for, checked.
 *
 * @param action to be done
 * @param patience how long to wait until nothing is under way at the replica; null: not at all
 * @param force drain even the last usable replica
 */
public record Order(Action action, @Nullable Duration patience, boolean force) {

    /** A caller that waits longer than this has been forgotten: it asks again instead. */
    static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

    /** What can be done to a replica by hand. */
    public enum Action {
        DRAIN,
        UNDRAIN,
        EJECT
    }

    /**
     * From words as they were written; null: left out.
     *
     * @throws IllegalArgumentException says which word is wrong and what is expected
     */
    public static Order of(@Nullable String action, @Nullable String wait, @Nullable String force) {
        return new Order(action(action), patience(wait), force(force));
    }

    private static Action action(@Nullable String text) {
        for (Action action : Action.values()) {
            if (action.name().toLowerCase(Locale.ROOT).equals(text)) {
                return action;
            }
        }
        throw wrong("action", text, "drain, undrain or eject");
    }

    private static @Nullable Duration patience(@Nullable String text) {
        if (text == null) {
            return null;
        }
        Duration wait;
        try {
            wait = DurationStyle.detectAndParse(text);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw wrong("wait", text, "a duration such as 30s");
        }
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw wrong("wait", text, "0s to " + LONGEST_WAIT.toMinutes() + "m");
        }
        return wait;
    }

    private static boolean force(@Nullable String text) {
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.equals("true")) {
            return true;
        }
        throw wrong("force", text, "true or false");
    }

    private static IllegalArgumentException wrong(String name, @Nullable String text, String expected) {
        return new IllegalArgumentException(
                name + ": " + (text == null ? "nothing" : text) + " (expected: " + expected + ")");
    }
}
