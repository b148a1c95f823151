package io.holdfast.stub.job;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** How often the work of each request was done, by all replicas together. Used on the ledger's thread. */
final class Executions {
    private static final String NO_KEY = "-";

    private final Journal journal;
    private final Map<String, Integer> counts = new LinkedHashMap<>();
    private final Set<String> keys = new HashSet<>();

    Executions(Journal journal) {
        this.journal = journal;
    }

    /** One line: request, replica, hashed key or {@code -}. */
    void record(String request, String replica, String hashedKey) throws IOException {
        journal.append(word(request) + " " + replica + " " + (hashedKey.isEmpty() ? NO_KEY : hashedKey));
    }

    private static String word(String request) {
        return request.replaceAll("\\s", "_");
    }

    /** Whether the work for a key was done, whether or not its answer was kept. */
    boolean done(String hashedKey) throws IOException {
        refresh();
        return keys.contains(hashedKey);
    }

    Map<String, Integer> counts() throws IOException {
        refresh();
        return Map.copyOf(counts);
    }

    int count(String request) throws IOException {
        refresh();
        return counts.getOrDefault(word(request), 0);
    }

    private void refresh() throws IOException {
        Runnable anew = () -> {
            counts.clear();
            keys.clear();
        };
        Consumer<String> take = line -> {
            String[] words = line.split(" ");
            counts.merge(words[0], 1, Integer::sum);
            if (words.length > 2 && !words[2].equals(NO_KEY)) {
                keys.add(words[2]);
            }
        };
        journal.read(anew, take);
    }
}
