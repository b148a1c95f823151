package io.holdfast.cli.drill.verdict;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Named numbers of one scenario, in the order they were taken, some with a note that explains the number. */
public final class Measures {
    private final Map<String, Double> values = new LinkedHashMap<>();
    private final Map<String, String> notes = new LinkedHashMap<>();

    /** Sets a measure. */
    public Measures put(String name, double value) {
        values.put(name, value);
        return this;
    }

    /** Sets a measure with its explanation; an empty one is left out. */
    public Measures put(String name, double value, String note) {
        if (!note.isEmpty()) {
            notes.put(name, note);
        }
        return put(name, value);
    }

    /** Takes all measures of another. */
    public Measures addAll(Measures other) {
        values.putAll(other.values);
        notes.putAll(other.notes);
        return this;
    }

    /** Whether it was measured. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** The number, NaN when it was not measured. */
    public double get(String name) {
        return values.getOrDefault(name, Double.NaN);
    }

    /** Its explanation, empty for none. */
    public String note(String name) {
        return notes.getOrDefault(name, "");
    }

    /** All of them. */
    public Map<String, Double> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The explanations. */
    public Map<String, String> notes() {
        return Collections.unmodifiableMap(notes);
    }

    /** Equal reasons counted, most frequent first: {@code status 502 x2, reset x1}. */
    static String counted(List<String> reasons) {
        Map<String, Integer> counts = new TreeMap<>();
        reasons.forEach(reason -> counts.merge(reason, 1, Integer::sum));
        StringBuilder text = new StringBuilder();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry -> text.append(text.isEmpty() ? "" : ", ")
                        .append(entry.getKey())
                        .append(" x")
                        .append(entry.getValue()));
        return text.toString();
    }
}
