package io.holdfast.stub.job;

import io.holdfast.stub.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The jobs that were made, the last of them by id. Used on the ledger's thread. */
final class JobList {
    private static final int MAX_KEPT = 10_000;

    private final Journal journal;
    private final Map<String, Map<String, Object>> byId = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Map<String, Object>> eldest) {
            return size() > MAX_KEPT;
        }
    };

    JobList(Journal journal) {
        this.journal = journal;
    }

    /** Adds a job; one of an id that is known already is the same job. */
    void add(Map<String, Object> job) throws IOException {
        journal.append(Json.text(job));
    }

    @Nullable Map<String, Object> find(String id) throws IOException {
        refresh();
        return byId.get(id);
    }

    /** The last of them, newest first. */
    List<Map<String, Object>> latest(int limit) throws IOException {
        refresh();
        List<Map<String, Object>> all = new ArrayList<>(byId.values());
        List<Map<String, Object>> latest = new ArrayList<>();
        for (int i = all.size() - 1; i >= 0 && latest.size() < limit; i--) {
            latest.add(all.get(i));
        }
        return latest;
    }

    int count() {
        return byId.size();
    }

    private void refresh() throws IOException {
        journal.read(byId::clear, line -> {
            Map<String, Object> job = Json.object(line.getBytes(StandardCharsets.UTF_8));
            byId.put(String.valueOf(job.get("id")), job);
        });
    }
}
