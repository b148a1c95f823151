package io.holdfast.gateway.drain;

/**
 * The last word on one replica. An undrain is a mark too, so that of two words the later one counts, wherever it was
 * said.
 *
 * @param draining whether it is to get no new work
 * @param atMillis when it was said, wall clock of the gateway that heard it, milliseconds since 1970
 */
public record Mark(boolean draining, long atMillis) {

    /** No clock is that far ahead (year 33658); what Redis counts in is still exact. */
    private static final long LATEST = 1_000_000_000_000_000L;

    /** Whether this word counts over another; of two said in the same millisecond, the drain. */
    boolean over(Mark other) {
        return atMillis > other.atMillis || atMillis == other.atMillis && draining && !other.draining;
    }

    /** As it is stored: {@code 1:1763393736000}. */
    public String text() {
        return (draining ? "1:" : "0:") + atMillis;
    }

    /**
     * From its stored form.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Mark parse(String text) {
        if (text.length() < 3 || text.charAt(1) != ':' || text.charAt(0) != '0' && text.charAt(0) != '1') {
            throw wrong(text);
        }
        long at;
        try {
            at = Long.parseLong(text.substring(2));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
        if (at < 0 || at > LATEST) {
            throw wrong(text);
        }
        return new Mark(text.charAt(0) == '1', at);
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("a drain mark: " + text + " (expected: 1:<millis> or 0:<millis>)");
    }
}
