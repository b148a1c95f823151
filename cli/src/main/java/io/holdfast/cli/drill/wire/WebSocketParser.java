package io.holdfast.cli.drill.wire;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;

/** Cuts the bytes a server sends after its 101 into messages, at whatever boundaries they come (RFC 6455 5.2). */
public final class WebSocketParser {
    private static final int MAX_MESSAGE = 32 * 1024 * 1024;
    private static final byte[] NONE = {};

    private final Consumer<WebSocketMessage> messages;
    private byte[] pending = NONE;
    private int fragmentOpcode;
    private byte[] fragments = NONE;

    /** @param messages gets each whole message and control frame, in order */
    public WebSocketParser(Consumer<WebSocketMessage> messages) {
        this.messages = messages;
    }

    /**
     * Takes the next bytes.
     *
     * @throws WireFailure MALFORMED when they are no frame a server may send
     */
    public void feed(byte[] bytes, int length) throws WireFailure {
        ByteBuffer all = ByteBuffer.wrap(joined(pending, bytes, length));
        while (frame(all)) {
            // One frame after the other, until a part of one is left.
        }
        pending = all.hasRemaining() ? Arrays.copyOfRange(all.array(), all.position(), all.limit()) : NONE;
    }

    /** Whether a frame or a fragmented message was begun and not ended. */
    public boolean unfinished() {
        return pending.length > 0 || fragmentOpcode != 0;
    }

    private boolean frame(ByteBuffer in) throws WireFailure {
        int start = in.position();
        if (in.remaining() < 2) {
            return false;
        }
        int first = in.get() & 0xff;
        int second = in.get() & 0xff;
        if ((first & 0x70) != 0 || second >= 0x80) {
            throw WireFailure.malformed("frame: reserved bits or a masked server frame");
        }
        int extended = second < 126 ? 0 : second == 126 ? 2 : 8;
        if (in.remaining() < extended) {
            in.position(start);
            return false;
        }
        long length = extended == 0 ? second : extended == 2 ? in.getShort() & 0xffff : in.getLong();
        if (length < 0 || length > MAX_MESSAGE) {
            throw WireFailure.malformed("frame of " + length + " bytes");
        }
        if (in.remaining() < length) {
            in.position(start);
            return false;
        }
        byte[] payload = new byte[(int) length];
        in.get(payload);
        deliver((first & 0x80) != 0, first & 0x0f, payload);
        return true;
    }

    private void deliver(boolean last, int opcode, byte[] payload) throws WireFailure {
        if (opcode >= WebSocketMessage.CLOSE) {
            if (!last || payload.length > 125 || opcode > WebSocketMessage.PONG) {
                throw WireFailure.malformed("control frame " + opcode);
            }
            messages.accept(new WebSocketMessage(opcode, payload));
            return;
        }
        boolean continuation = opcode == 0;
        if (opcode > WebSocketMessage.BINARY || continuation == (fragmentOpcode == 0)) {
            throw WireFailure.malformed("frame out of turn, opcode " + opcode);
        }
        if (!continuation) {
            fragmentOpcode = opcode;
            fragments = NONE;
        }
        byte[] message = fragments.length == 0 ? payload : joined(fragments, payload, payload.length);
        if (message.length > MAX_MESSAGE) {
            throw WireFailure.malformed("message over " + MAX_MESSAGE + " bytes");
        }
        if (!last) {
            fragments = message;
            return;
        }
        int kind = fragmentOpcode;
        fragmentOpcode = 0;
        fragments = NONE;
        messages.accept(new WebSocketMessage(kind, message));
    }

    private static byte[] joined(byte[] first, byte[] second, int length) {
        byte[] all = Arrays.copyOf(first, first.length + length);
        System.arraycopy(second, 0, all, first.length, length);
        return all;
    }
}
