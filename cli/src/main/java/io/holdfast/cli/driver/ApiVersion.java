package io.holdfast.cli.driver;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A version of the Docker Engine API, and the choice of the one to speak. */
record ApiVersion(int major, int minor) implements Comparable<ApiVersion> {

    /** The oldest that this driver is held to by tests: engine 20.10. */
    static final ApiVersion OLDEST = new ApiVersion(1, 41);

    /** The newest whose answers this driver knows; a newer engine speaks this one too. */
    static final ApiVersion NEWEST = new ApiVersion(1, 52);

    private static final Pattern FORM = Pattern.compile("(\\d{1,4})\\.(\\d{1,4})");

    static Optional<ApiVersion> parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        return matcher.matches()
                ? Optional.of(new ApiVersion(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /**
     * The newest version that both sides speak.
     *
     * @param newest what the engine speaks at most
     * @param oldest what the engine speaks at least
     * @throws DriverException with {@code UNSUPPORTED} when there is none
     */
    static ApiVersion agree(ApiVersion newest, ApiVersion oldest) throws DriverException {
        ApiVersion chosen = newest.compareTo(NEWEST) < 0 ? newest : NEWEST;
        if (chosen.compareTo(OLDEST) < 0 || chosen.compareTo(oldest) < 0) {
            throw new DriverException(
                    DriverException.Kind.UNSUPPORTED,
                    "the engine speaks API " + oldest + " to " + newest + " (expected: a version from " + OLDEST
                            + " to " + NEWEST + ")");
        }
        return chosen;
    }

    @Override
    public int compareTo(ApiVersion other) {
        return major != other.major ? Integer.compare(major, other.major) : Integer.compare(minor, other.minor);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}
