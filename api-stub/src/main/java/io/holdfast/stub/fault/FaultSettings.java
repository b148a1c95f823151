package io.holdfast.stub.fault;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is broken on purpose.
 *
 * @param health how the health check answers: one of {@link #HEALTH}
 * @param answer status of every answer but health, 0: off
 * @param retryAfter seconds that the {@code answer} says in {@code Retry-After}, 0: without it
 * @param hang whether requests are accepted and never answered
 * @param healthHang whether {@code hang} is also for health
 * @param reset whether every request but health is met with RST
 * @param breakAfter bytes of a body after which its connection is reset, -1: off
 * @param delay milliseconds by which every answer but health is late
 * @param delayHealth whether {@code delay} is also for health
 * @param wsRefuse status by which WebSocket handshakes are refused, 0: off
 * @param wsSilent whether nothing is sent on WebSockets
 */
record FaultSettings(
        String health,
        int answer,
        int retryAfter,
        boolean hang,
        boolean healthHang,
        boolean reset,
        long breakAfter,
        int delay,
        boolean delayHealth,
        int wsRefuse,
        boolean wsSilent) {
    static final FaultSettings NONE = new FaultSettings("up", 0, 0, false, true, false, -1, 0, false, 0, false);
    static final List<String> HEALTH = List.of("up", "unhealthy", "missing", "degraded", "hang");
    private static final int MAX_DELAY = 3_600_000;

    Map<String, Object> asMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("health", health);
        map.put("answer", answer);
        map.put("retryAfter", retryAfter);
        map.put("hang", hang);
        map.put("healthHang", healthHang);
        map.put("reset", reset);
        map.put("breakAfter", breakAfter);
        map.put("delay", delay);
        map.put("delayHealth", delayHealth);
        map.put("wsRefuse", wsRefuse);
        map.put("wsSilent", wsSilent);
        return map;
    }

    /**
     * These settings with some changed.
     *
     * @throws IllegalArgumentException names the field, its value and what is expected
     */
    FaultSettings merge(Map<String, Object> changes) {
        Map<String, Object> all = asMap();
        for (Map.Entry<String, Object> change : changes.entrySet()) {
            if (!all.containsKey(change.getKey())) {
                throw new IllegalArgumentException(change.getKey() + " is not known (expected: "
                        + String.join(", ", all.keySet()) + ", wsClose, sseEnd)");
            }
            all.put(change.getKey(), change.getValue());
        }
        return new FaultSettings(
                health(all.get("health")),
                status("answer", all.get("answer")),
                (int) number("retryAfter", all.get("retryAfter"), 0, MAX_DELAY),
                flag("hang", all.get("hang")),
                flag("healthHang", all.get("healthHang")),
                flag("reset", all.get("reset")),
                number("breakAfter", all.get("breakAfter"), -1, Long.MAX_VALUE),
                (int) number("delay", all.get("delay"), 0, MAX_DELAY),
                flag("delayHealth", all.get("delayHealth")),
                status("wsRefuse", all.get("wsRefuse")),
                flag("wsSilent", all.get("wsSilent")));
    }

    private static String health(Object value) {
        if (value instanceof String text && HEALTH.contains(text)) {
            return text;
        }
        throw new IllegalArgumentException("health: " + value + " (expected: " + String.join(", ", HEALTH) + ")");
    }

    private static int status(String name, Object value) {
        if (value instanceof Integer number && (number == 0 || number >= 200 && number <= 599)) {
            return number;
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected: a status from 200 to 599, or 0: off)");
    }

    static long number(String name, Object value, long min, long max) {
        if (value instanceof Integer || value instanceof Long) {
            long number = ((Number) value).longValue();
            if (number >= min && number <= max) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected: a number from " + min
                + (max == Long.MAX_VALUE ? "" : " to " + max) + ")");
    }

    static boolean flag(String name, Object value) {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw new IllegalArgumentException(name + ": " + value + " (expected: true or false)");
    }
}
