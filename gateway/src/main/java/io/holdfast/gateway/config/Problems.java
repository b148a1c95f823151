package io.holdfast.gateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * Gathers what is wrong with configured values; each check is given the last part of the property's name, or an empty one
 * for all that is below the prefix.
 */
public final class Problems {

    private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

    private final String prefix;
    private final UnaryOperator<@Nullable String> written;
    private final List<Problem> found;

    /**
     * @param prefix of all names
     * @param written gives a property's value as it was written, by its full name; null: it was not
     */
    public Problems(String prefix, UnaryOperator<@Nullable String> written) {
        this(prefix, written, new ArrayList<>());
    }

    private Problems(String prefix, UnaryOperator<@Nullable String> written, List<Problem> found) {
        this.prefix = prefix;
        this.written = written;
        this.found = found;
    }

    /** Everything found so far. */
    public List<Problem> found() {
        return List.copyOf(found);
    }

    /** For the properties below one of these: {@code hold}, or {@code [0]} of a list. */
    public Problems at(String name) {
        return new Problems(full(name), written, found);
    }

    private String full(String name) {
        return prefix.isEmpty() || name.isEmpty() || name.startsWith("[") ? prefix + name : prefix + "." + name;
    }

    /** Notes a problem unless all is well. */
    public void expect(boolean well, String name, @Nullable Object value, String expected) {
        if (!well) {
            String full = full(name);
            String text = written.apply(full);
            found.add(new Problem(full, text != null ? text : show(value), expected));
        }
    }

    /** Notes a problem of a value that is not to be shown. */
    public void secret(String name, String expected) {
        found.add(new Problem(full(name), "******", expected));
    }

    /** Longer than nothing, and not more than a year. */
    public void positive(String name, Duration value) {
        expect(!value.isNegative() && !value.isZero(), name, value, "> 0s");
        expect(value.toSeconds() <= LONGEST_SECONDS, name, value, "<= 365d");
    }

    /** Nothing or longer, and not more than a year. */
    public void notNegative(String name, Duration value) {
        expect(!value.isNegative(), name, value, ">= 0s");
        expect(value.toSeconds() <= LONGEST_SECONDS, name, value, "<= 365d");
    }

    /** A duration if there is one. */
    public void positive(String name, OrOff value) {
        if (value.duration() != null) {
            positive(name, value.duration());
        }
    }

    public void between(String name, long value, long least, long most) {
        expect(value >= least && value <= most, name, value, least + " to " + most);
    }

    public void atLeast(String name, long value, long least) {
        expect(value >= least, name, value, ">= " + least);
    }

    /** A size from one to another; what is counted in an int ends below 2 GB. */
    public void between(String name, DataSize value, DataSize least, DataSize most) {
        expect(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                name,
                value,
                show(least) + " to " + show(most));
    }

    /** The compiled expression, or null when there is none or it is wrong. */
    public @Nullable Pattern pattern(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            return Pattern.compile(value);
        } catch (IllegalArgumentException e) {
            expect(false, name, value, "a regular expression");
            return null;
        }
    }

    /** Whether a name may stand in an HTTP header field or cookie: a token of RFC 9110 section 5.6.2. */
    public void token(String name, @Nullable String value) {
        expect(value == null || TOKEN.matcher(value).matches(), name, value, "letters, digits and -_.!#$%&'*+^`|~");
    }

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private static @Nullable String show(@Nullable Object value) {
        if (value instanceof Duration duration) {
            return DurationStyle.SIMPLE.print(duration);
        }
        if (value instanceof DataSize size) {
            return show(size);
        }
        if (value instanceof Collection<?> many && many.isEmpty()) {
            return null;
        }
        return value == null ? null : value.toString();
    }

    private static String show(DataSize size) {
        for (String unit : Arrays.asList("GB", "MB", "KB")) {
            DataSize one = DataSize.parse("1" + unit);
            if (size.toBytes() != 0 && size.toBytes() % one.toBytes() == 0) {
                return size.toBytes() / one.toBytes() + unit;
            }
        }
        return size.toBytes() + "B";
    }
}
