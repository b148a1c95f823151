package io.holdfast.cli.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A notice as JSON: the body of a webhook, the input of a command, the file in the queue. */
final class NoticeJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    private NoticeJson() {}

    static ObjectNode tree(Notice notice) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", notice.id());
        node.put("kind", notice.kind().word());
        node.put("severity", notice.kind().severity().name().toLowerCase(Locale.ROOT));
        node.put("time", notice.time().toString());
        node.put("host", notice.host());
        node.put("service", notice.service());
        node.put("instance", notice.instance());
        node.put("incident", notice.incident());
        node.put("title", NoticeText.title(notice));
        node.put("reason", notice.reason());
        ArrayNode details = node.putArray("details");
        notice.details().forEach(details::add);
        notice.lasted().ifPresent(lasted -> node.put("lastedSeconds", lasted.toMillis() / 1000.0));
        node.put("restarts", notice.restarts());
        return node;
    }

    static byte[] bytes(JsonNode node) {
        try {
            return JSON.writeValueAsBytes(node);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    static JsonNode parse(byte[] bytes) throws IOException {
        return JSON.readTree(bytes);
    }

    /** @throws IOException when it is not what {@link #tree} made */
    static Notice read(JsonNode node) throws IOException {
        try {
            List<String> details = new ArrayList<>();
            node.path("details").forEach(line -> details.add(line.asText()));
            JsonNode lasted = node.path("lastedSeconds");
            return new Notice(
                    node.path("id").asText(),
                    Notice.Kind.valueOf(
                            node.path("kind").asText().toUpperCase(Locale.ROOT).replace('-', '_')),
                    Instant.parse(node.path("time").asText()),
                    node.path("host").asText(),
                    node.path("service").asText(),
                    node.path("instance").asText(),
                    node.path("incident").asText(),
                    node.path("reason").asText(),
                    details,
                    lasted.isNumber()
                            ? Optional.of(Duration.ofMillis(Math.round(lasted.asDouble() * 1000)))
                            : Optional.empty(),
                    node.path("restarts").asInt());
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new IOException("not a notice: " + wrong.getMessage(), wrong);
        }
    }
}
