package io.holdfast.cli.drill.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request with a body known beforehand.
 *
 * @param method GET, POST...
 * @param target path and query, as it goes on the wire
 * @param headers beside Host and Content-Length
 * @param body empty for none
 */
public record Request(String method, String target, Map<String, String> headers, byte[] body) {
    private static final byte[] NONE = {};

    /** A GET without own headers. */
    public static Request get(String target) {
        return new Request("GET", target, Map.of(), NONE);
    }

    /** A request with a JSON body. */
    public static Request json(String method, String target, String json) {
        return new Request(
                method, target, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    /** The same with one more header. */
    public Request with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Request(method, target, more, body);
    }

    /** The bytes of it, head and body in one, so that one write carries it. */
    public byte[] bytes(String host) {
        StringBuilder head = new StringBuilder(256);
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + body.length];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        return all;
    }
}
