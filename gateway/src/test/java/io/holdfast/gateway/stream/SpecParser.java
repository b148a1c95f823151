package io.holdfast.gateway.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An event stream parser written down from WHATWG HTML section 9.2.6, line by line, to compare with. */
final class SpecParser {

    /** What a client dispatches. */
    record Event(String name, String data, String lastEventId) {}

    private final List<Event> events = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private String name = "";
    private String idBuffer = "";
    private String lastEventId = "";

    private SpecParser() {}

    static List<Event> events(byte[] stream) {
        SpecParser parser = new SpecParser();
        parser.parse(new String(stream, StandardCharsets.UTF_8));
        return parser.events;
    }

    /** The last event id string of the event source after the stream. */
    static String lastEventId(byte[] stream) {
        SpecParser parser = new SpecParser();
        parser.parse(new String(stream, StandardCharsets.UTF_8));
        return parser.lastEventId;
    }

    private void parse(String text) {
        String rest = text.startsWith("\ufeff") ? text.substring(1) : text;
        int from = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c != '\n' && c != '\r') {
                continue;
            }
            line(rest.substring(from, i));
            if (c == '\r' && i + 1 < rest.length() && rest.charAt(i + 1) == '\n') {
                i++;
            }
            from = i + 1;
        }
    }

    private void line(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (line.indexOf(':') > 0) {
            int colon = line.indexOf(':');
            String value = line.substring(colon + 1);
            field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        } else if (line.indexOf(':') < 0) {
            field(line, "");
        }
    }

    private void field(String field, String value) {
        switch (field) {
            case "event" -> name = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> idBuffer = value.indexOf('\0') < 0 ? value : idBuffer;
            default -> {}
        }
    }

    private void dispatch() {
        lastEventId = idBuffer;
        if (data.length() > 0) {
            data.setLength(data.length() - 1);
            events.add(new Event(name.isEmpty() ? "message" : name, data.toString(), lastEventId));
        }
        data.setLength(0);
        name = "";
    }
}
