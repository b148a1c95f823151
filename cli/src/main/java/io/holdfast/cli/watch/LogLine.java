package io.holdfast.cli.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.holdfast.cli.config.WatchSettings.Format;
import io.holdfast.cli.run.Text;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An entry of the event log as a line: {@code [2025-11-17 15:35:36] [INFO] Container: dsa110-api | Status: running | Health:
 * healthy}, or a JSON object. The time is local in the first, UTC in the second.
 */
final class LogLine {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LIMIT = 1000;

    private final Format format;
    private final DateTimeFormatter time;

    LogLine(Format format, ZoneId zone) {
        this.format = format;
        this.time =
                DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    String of(LogEntry entry) {
        return format == Format.JSON ? json(entry) : text(entry);
    }

    private String text(LogEntry entry) {
        StringBuilder line = new StringBuilder("[")
                .append(time.format(Instant.ofEpochMilli(entry.time())))
                .append("] [")
                .append(entry.level())
                .append("] ");
        if (entry.container().isEmpty()) {
            return line.append(Text.line(entry.message(), LIMIT)).toString();
        }
        line.append("Container: ").append(Text.line(entry.container(), LIMIT));
        part(line, "Status", entry.status());
        part(line, "Health", entry.health());
        if (!entry.event().equals("status")) {
            part(line, "Event", entry.event());
        }
        part(line, "Reason", Text.line(entry.message(), LIMIT));
        return line.toString();
    }

    private static void part(StringBuilder line, String name, String value) {
        if (!value.isEmpty()) {
            line.append(" | ").append(name).append(": ").append(value);
        }
    }

    private static String json(LogEntry entry) {
        ObjectNode node = JSON.createObjectNode();
        node.put("time", Instant.ofEpochMilli(entry.time()).toString());
        node.put("level", entry.level().name().toLowerCase(Locale.ROOT));
        node.put("event", entry.event());
        put(node, "container", entry.container());
        put(node, "service", entry.service());
        put(node, "status", entry.status());
        put(node, "health", entry.health());
        put(node, "message", Text.line(entry.message(), LIMIT));
        try {
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void put(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
