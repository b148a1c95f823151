package io.holdfast.cli.config;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of the file, read key by key. Each question names the key, says what is expected and what holds when it is
 * left out; a wrong value is noted, and the default given, so that one reading finds every mistake.
 */
public final class Section {

    private final Source source;
    private final String path;
    private final Map<String, @Nullable Object> values;
    private final Set<String> asked = new LinkedHashSet<>();
    private final List<Section> below = new ArrayList<>();

    private Section(Source source, String path, Map<String, @Nullable Object> values) {
        this.source = source;
        this.path = path;
        this.values = values;
    }

    /** What all sections of one file share. */
    private record Source(String file, Path directory, List<String> problems) {}

    /**
     * The whole file.
     *
     * @param file its name, for messages
     * @param directory that relative paths start from
     * @param values as YAML gave them
     */
    static Section of(String file, Path directory, Map<?, ?> values) {
        return new Section(new Source(file, directory, new ArrayList<>()), "", named(values));
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> values) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        values.forEach((key, value) -> named.put(String.valueOf(key), value));
        return named;
    }

    /** Notes every key that nobody asked for, here and below, and throws when anything was wrong. */
    void end() throws ConfigException {
        findUnknown();
        if (!source.problems.isEmpty()) {
            throw new ConfigException(source.problems);
        }
    }

    private void findUnknown() {
        for (String key : values.keySet()) {
            if (!asked.contains(key)) {
                source.problems.add(source.file + ": " + full(key) + ": unknown key (expected: "
                        + (asked.isEmpty() ? "nothing" : String.join(", ", asked)) + ")");
            }
        }
        below.forEach(Section::findUnknown);
    }

    /** Whether it is written, be it without a value. */
    public boolean has(String key) {
        asked.add(key);
        return values.containsKey(key);
    }

    /** Every key that is written, in order; they count as known. For mappings whose keys are names. */
    public List<String> keys() {
        asked.addAll(values.keySet());
        return List.copyOf(values.keySet());
    }

    /** The mapping below a key; an empty one when it is left out. */
    public Section section(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value != null && !(value instanceof Map<?, ?>)) {
            wrong(key, "a mapping of keys to values");
        }
        Section section = new Section(source, full(key), value instanceof Map<?, ?> map ? named(map) : Map.of());
        below.add(section);
        return section;
    }

    /** The mappings of a list; a single one may stand without the list. */
    public List<Section> sections(String key) {
        List<Section> found = new ArrayList<>();
        int index = 0;
        for (Object one : listed(key)) {
            if (one instanceof Map<?, ?> map) {
                Section section = new Section(source, full(key) + "[" + index + "]", named(map));
                below.add(section);
                found.add(section);
            } else {
                wrong(key + "[" + index + "]", one, "a mapping of keys to values");
            }
            index++;
        }
        return found;
    }

    /** Text that is not blank. */
    public Optional<String> text(String key) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Map<?, ?>
                || value instanceof List<?>
                || value.toString().isBlank()) {
            wrong(key, "text");
            return Optional.empty();
        }
        return Optional.of(value.toString());
    }

    /** Text that must be there. */
    public String need(String key, String expected) {
        Optional<String> text = text(key);
        if (text.isEmpty() && values.get(key) == null) {
            source.problems.add(source.file + ": " + full(key) + ": missing (expected: " + expected + ")");
        }
        return text.orElse("");
    }

    /** Several texts; a single one may stand without the list. */
    public List<String> texts(String key) {
        List<String> found = new ArrayList<>();
        for (Object one : listed(key)) {
            if (one == null
                    || one instanceof Map<?, ?>
                    || one instanceof List<?>
                    || one.toString().isBlank()) {
                wrong(key, "text, or a list of texts");
                return List.of();
            }
            found.add(one.toString());
        }
        return found;
    }

    /** A command: a list of words, or a line that is parted at its blanks. */
    public List<String> words(String key) {
        Object value = values.get(key);
        if (!(value instanceof String line)) {
            return texts(key);
        }
        asked.add(key);
        if (line.isBlank() || line.indexOf('"') >= 0 || line.indexOf('\'') >= 0) {
            wrong(key, "a command without quotes, or a list of its words; no shell reads it");
            return List.of();
        }
        return List.of(line.strip().split("\\s+"));
    }

    private List<?> listed(String key) {
        asked.add(key);
        Object value = values.get(key);
        return value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
    }

    public boolean flag(String key, boolean otherwise) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        wrong(key, "true or false");
        return otherwise;
    }

    public int number(String key, int otherwise, int least, int most) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Integer number && number >= least && number <= most) {
            return number;
        }
        wrong(key, "a number from " + least + " to " + most);
        return otherwise;
    }

    /** A duration such as {@code 10s}, from one to another. */
    public Duration duration(String key, Duration otherwise, Duration least, Duration most) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        Optional<Duration> read = Durations.parse(value.toString());
        if (read.isPresent() && read.get().compareTo(least) >= 0 && read.get().compareTo(most) <= 0) {
            return read.get();
        }
        wrong(key, "a duration from " + Durations.text(least) + " to " + Durations.text(most) + ", such as 10s");
        return otherwise;
    }

    /** One of an enum's constants, written in lower case with dashes. */
    public <E extends Enum<E>> E choice(String key, E otherwise) {
        asked.add(key);
        Object value = values.get(key);
        if (value == null) {
            return otherwise;
        }
        List<String> possible = new ArrayList<>();
        for (E one : otherwise.getDeclaringClass().getEnumConstants()) {
            if (dashed(one).equals(value.toString())) {
                return one;
            }
            possible.add(dashed(one));
        }
        wrong(key, String.join(", ", possible));
        return otherwise;
    }

    private static String dashed(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Addresses of the web; a single one may stand without the list. */
    public List<URI> urls(String key) {
        List<URI> found = new ArrayList<>();
        for (String text : texts(key)) {
            Optional<URI> url = Urls.parse(text);
            if (url.isPresent()) {
                found.add(url.get());
            } else {
                wrong(key, text, Urls.EXPECTED);
            }
        }
        return found;
    }

    /** A path; a relative one starts from where the file lies. */
    public Path path(String key, Path otherwise) {
        return text(key).flatMap(text -> resolved(key, text)).orElseGet(() -> source.directory.resolve(otherwise));
    }

    /** Several paths; relative ones start from where the file lies. */
    public List<Path> paths(String key) {
        return texts(key).stream().flatMap(text -> resolved(key, text).stream()).toList();
    }

    private Optional<Path> resolved(String key, String text) {
        try {
            return Optional.of(source.directory.resolve(text).normalize());
        } catch (InvalidPathException notAPath) {
            wrong(key, text, "a path");
            return Optional.empty();
        }
    }

    /** Notes that a value, as it was written, is wrong. */
    public void wrong(String key, String expected) {
        wrong(key, values.get(key), expected);
    }

    /** Notes that a value is wrong that may be a secret, and does not show it. */
    public void wrongAndSecret(String key, String expected) {
        wrong(key, "(not shown)", expected);
    }

    private void wrong(String key, @Nullable Object value, String expected) {
        source.problems.add(source.file + ": " + full(key) + ": " + value + " (expected: " + expected + ")");
    }

    private String full(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
