package io.holdfast.cli.drill.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Status and headers of an answer (RFC 9112).
 *
 * @param status 100 to 599
 * @param persistent whether the version alone lets the connection live on
 * @param fields name (lower case) and value, in turn, as they came
 */
public record Head(int status, boolean persistent, List<String> fields) {
    private static final int MAX_BYTES = 64 * 1024;

    /** Reads one head; 1xx ones other than 101 are passed over. */
    static Head read(Connection connection) throws IOException {
        Head head = readOne(connection);
        while (head.status / 100 == 1 && head.status != 101) {
            head = readOne(connection);
        }
        return head;
    }

    private static Head readOne(Connection connection) throws IOException {
        String start = line(connection, "before the status line was whole");
        if (!start.matches("HTTP/1\\.[01] [1-5]\\d\\d( .*)?")) {
            throw WireFailure.malformed("status line: " + start);
        }
        List<String> fields = new ArrayList<>();
        int size = start.length();
        for (String line = line(connection, "in the headers");
                !line.isEmpty();
                line = line(connection, "in the headers")) {
            int colon = line.indexOf(':');
            size += line.length();
            if (colon < 1 || size > MAX_BYTES) {
                throw WireFailure.malformed("header line: " + line);
            }
            fields.add(line.substring(0, colon).toLowerCase(Locale.ROOT));
            fields.add(line.substring(colon + 1).strip());
        }
        return new Head(Integer.parseInt(start.substring(9, 12)), start.charAt(7) == '1', List.copyOf(fields));
    }

    /** A line that ends with CRLF; a lone LF or CR is malformed. */
    static String line(Connection connection, String where) throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (line.length() <= MAX_BYTES) {
            int next = connection.read();
            if (next < 0) {
                throw connection.ended(where);
            }
            if (next == '\r') {
                int last = connection.read();
                if (last < 0) {
                    throw connection.ended(where);
                }
                if (last != '\n') {
                    throw WireFailure.malformed("CR without LF " + where);
                }
                return line.toString();
            }
            if (next == '\n') {
                throw WireFailure.malformed("LF without CR " + where);
            }
            line.append((char) next);
        }
        throw WireFailure.malformed("line too long " + where);
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equals(wanted)) {
                return Optional.of(fields.get(i + 1));
            }
        }
        return Optional.empty();
    }

    boolean has(String name, String token) {
        return header(name)
                .map(value -> value.toLowerCase(Locale.ROOT).contains(token))
                .orElse(false);
    }
}
