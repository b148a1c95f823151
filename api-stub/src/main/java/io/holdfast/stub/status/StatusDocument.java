package io.holdfast.stub.status;

import io.holdfast.stub.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON of {@code /api/status}: queue counts and recent groups of observations, of exactly the size asked for. */
final class StatusDocument {
    static final int DEFAULT_SIZE = 742;
    private static final int GROUP_SIZE = 90;

    private StatusDocument() {}

    /** @param size in bytes; a smaller document than the least possible is not made */
    static byte[] of(String replica, int size) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("replica", replica);
        document.put("queue", queue());
        List<Object> groups = new ArrayList<>();
        document.put("recent_groups", groups);
        document.put("note", "");
        int count = Math.max(0, (size - Json.bytes(document).length) / GROUP_SIZE - 1);
        for (int i = 0; i < count; i++) {
            groups.add(group(i));
        }
        int missing = size - Json.bytes(document).length;
        document.put("note", "-".repeat(Math.max(0, missing)));
        return Json.bytes(document);
    }

    private static Map<String, Object> queue() {
        Map<String, Object> queue = new LinkedHashMap<>();
        queue.put("total", 1284);
        queue.put("pending", 17);
        queue.put("in_progress", 3);
        queue.put("completed", 1259);
        queue.put("failed", 5);
        return queue;
    }

    private static Map<String, Object> group(int index) {
        int minute = index * 5 % 60;
        int hour = index * 5 / 60 % 24;
        Map<String, Object> group = new LinkedHashMap<>();
        group.put("group_id", String.format("2025-11-17T%02d:%02d:00", hour, minute));
        group.put("state", index % 7 == 3 ? "in_progress" : "completed");
        group.put("subbands", 16);
        group.put("calibrated", index % 3);
        return group;
    }
}
