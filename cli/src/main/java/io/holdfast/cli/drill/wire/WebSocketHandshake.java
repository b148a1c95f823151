package io.holdfast.cli.drill.wire;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;

/** The opening of a WebSocket (RFC 6455 4.1). */
public final class WebSocketHandshake {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final String key;

    /** @param keys source of the key */
    public WebSocketHandshake(Random keys) {
        byte[] bytes = new byte[16];
        keys.nextBytes(bytes);
        key = Base64.getEncoder().encodeToString(bytes);
    }

    /** The request that opens it. */
    public Request request(String target) {
        return Request.get(target)
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", key);
    }

    /** The bytes of that request, for clients that write by themselves. */
    public byte[] bytes(String host, String target) {
        return request(target).bytes(host);
    }

    /** The value that the server has to prove itself with. */
    public String accept() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /**
     * Checks the answer.
     *
     * @throws WireFailure MALFORMED when a 101 is none for this request
     */
    public void check(Head head) throws WireFailure {
        if (!head.header("sec-websocket-accept").orElse("").equals(accept()) || !head.has("upgrade", "websocket")) {
            throw WireFailure.malformed("101 without the right Sec-WebSocket-Accept");
        }
    }
}
