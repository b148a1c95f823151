package io.holdfast.cli.drill.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts the bytes of an event stream into events, at whatever boundaries they come (HTML Standard 9.2.6).
 *
 * <p>Unlike a browser, which drops it silently, the parser tells of an event that was begun and never ended.
 */
public final class EventParser {
    private final Consumer<Event> events;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private boolean afterCarriageReturn;
    private boolean firstLine = true;
    private boolean fields;
    private String id;
    private String type;
    private StringBuilder data;

    /** @param events gets each whole event, in order */
    public EventParser(Consumer<Event> events) {
        this.events = events;
    }

    /** Takes the next bytes of the stream. */
    public void feed(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            boolean secondHalf = afterCarriageReturn && next == '\n';
            afterCarriageReturn = next == '\r';
            if (secondHalf) {
                continue;
            }
            if (next == '\r' || next == '\n') {
                endLine();
            } else {
                line.write(next);
            }
        }
    }

    /** Whether the stream stopped in the middle of an event. */
    public boolean unfinished() {
        return fields || line.size() > 0;
    }

    private void endLine() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (firstLine && text.startsWith("\uFEFF")) {
            text = text.substring(1);
        }
        firstLine = false;
        if (text.isEmpty()) {
            dispatch();
        } else if (text.charAt(0) != ':') {
            int colon = text.indexOf(':');
            String name = colon < 0 ? text : text.substring(0, colon);
            String value = colon < 0 ? "" : text.substring(colon + 1);
            field(name, value.startsWith(" ") ? value.substring(1) : value);
        }
    }

    private void field(String name, String value) {
        fields = true;
        switch (name) {
            case "id" -> id = value;
            case "event" -> type = value;
            case "data" -> {
                if (data == null) {
                    data = new StringBuilder(value);
                } else {
                    data.append('\n').append(value);
                }
            }
            default -> {
                // `retry` and unknown fields change nothing for the drill.
            }
        }
    }

    private void dispatch() {
        if (data != null) {
            events.accept(new Event(id, type == null || type.isEmpty() ? "message" : type, data.toString()));
        }
        fields = false;
        id = null;
        type = null;
        data = null;
    }
}
