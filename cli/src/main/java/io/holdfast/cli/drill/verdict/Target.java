package io.holdfast.cli.drill.verdict;

import java.util.Optional;

/**
 * A bound on one measure.
 *
 * @param measure its name
 * @param bound which side
 * @param limit in the unit of the measure
 */
public record Target(String measure, Bound bound, double limit) {
    /** Which side of the limit is right. */
    public enum Bound {
        /** The limit itself is allowed. */
        AT_MOST("at most"),
        /** The limit itself is not allowed. */
        BELOW("below"),
        /** The limit itself is allowed. */
        AT_LEAST("at least");

        private final String words;

        Bound(String words) {
            this.words = words;
        }
    }

    /** None of it. */
    public static Target none(String measure) {
        return atMost(measure, 0);
    }

    /** The limit or less. */
    public static Target atMost(String measure, double limit) {
        return new Target(measure, Bound.AT_MOST, limit);
    }

    /** Less than the limit. */
    public static Target below(String measure, double limit) {
        return new Target(measure, Bound.BELOW, limit);
    }

    /** The limit or more. */
    public static Target atLeast(String measure, double limit) {
        return new Target(measure, Bound.AT_LEAST, limit);
    }

    /** What is expected, in words. */
    public String expected() {
        return bound.words + " " + number(limit);
    }

    /** The line that says how the target was missed; empty when it was met. What was not measured is missed. */
    public Optional<String> missedBy(Measures measures) {
        if (!measures.has(measure)) {
            return Optional.of("MISSED " + measure + ": not measured (expected: " + expected() + ")");
        }
        double value = measures.get(measure);
        boolean met =
                switch (bound) {
                    case AT_MOST -> value <= limit;
                    case BELOW -> value < limit;
                    case AT_LEAST -> value >= limit;
                };
        if (met) {
            return Optional.empty();
        }
        String note = measures.note(measure);
        return Optional.of("MISSED " + measure + ": " + number(value) + " (expected: " + expected() + ")"
                + (note.isEmpty() ? "" : ": " + note));
    }

    /** A number as short as it is exact enough to read. */
    public static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : String.format(java.util.Locale.ROOT, "%.1f", value);
    }
}
