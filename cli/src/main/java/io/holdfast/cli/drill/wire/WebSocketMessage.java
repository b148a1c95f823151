package io.holdfast.cli.drill.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * A whole WebSocket message or control frame (RFC 6455).
 *
 * @param opcode {@link #TEXT}, {@link #BINARY}, {@link #CLOSE}, {@link #PING} or {@link #PONG}
 * @param payload unmasked
 */
public record WebSocketMessage(int opcode, byte[] payload) {
    /** Opcode of a text message. */
    public static final int TEXT = 1;
    /** Opcode of a binary message. */
    public static final int BINARY = 2;
    /** Opcode of a close frame. */
    public static final int CLOSE = 8;
    /** Opcode of a ping. */
    public static final int PING = 9;
    /** Opcode of a pong. */
    public static final int PONG = 10;

    /** A text message. */
    public static WebSocketMessage text(String text) {
        return new WebSocketMessage(TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A close frame with a code and no reason. */
    public static WebSocketMessage close(int code) {
        return new WebSocketMessage(CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    /** The payload as text. */
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame, 1005 when it carries none. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    /** As one frame from a client, masked with a key from the source. */
    public byte[] masked(Random keys) {
        int extended = payload.length < 126 ? 0 : payload.length < 65536 ? 2 : 8;
        ByteBuffer frame = ByteBuffer.allocate(6 + extended + payload.length);
        frame.put((byte) (0x80 | opcode));
        switch (extended) {
            case 0 -> frame.put((byte) (0x80 | payload.length));
            case 2 -> frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
            default -> frame.put((byte) (0x80 | 127)).putLong(payload.length);
        }
        byte[] key = new byte[4];
        keys.nextBytes(key);
        frame.put(key);
        for (int i = 0; i < payload.length; i++) {
            frame.put((byte) (payload[i] ^ key[i & 3]));
        }
        return frame.array();
    }
}
