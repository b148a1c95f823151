package io.holdfast.stub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A 200 whose bytes are made beforehand: only {@code Date} changes, once a second. */
public final class PreparedAnswer {
    private static final int COPIED_UNDER = 8192;

    private final String fixedHead;
    private final int length;
    private final ByteBuf body;
    private volatile Head head = new Head("", new byte[0]);

    private record Head(String date, byte[] bytes) {}

    public PreparedAnswer(String replica, String type, byte[] content) {
        fixedHead = "HTTP/1.1 200 OK\r\ncontent-type: " + type + "\r\ncontent-length: " + content.length
                + "\r\nX-Replica: " + replica + "\r\nserver: " + Exchange.SERVER + "\r\ndate: ";
        length = content.length;
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(content).flip();
        body = Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(direct)).asReadOnly();
    }

    int length() {
        return length;
    }

    byte[] content() {
        byte[] bytes = new byte[length];
        body.getBytes(body.readerIndex(), bytes);
        return bytes;
    }

    /** Whether the whole answer is one buffer. */
    boolean single() {
        return length <= COPIED_UNDER;
    }

    /** The head, and the body with it when the answer is {@link #single}. */
    ByteBuf first(ByteBufAllocator allocator, boolean headOnly) {
        byte[] bytes = head();
        ByteBuf out = allocator.directBuffer(bytes.length + (single() ? length : 0));
        out.writeBytes(bytes);
        return single() && !headOnly ? out.writeBytes(body, body.readerIndex(), length) : out;
    }

    /** The body, when the answer is not {@link #single}. */
    ByteBuf rest() {
        return body.duplicate();
    }

    private byte[] head() {
        String date = Dates.now();
        Head current = head;
        if (!current.date.equals(date)) {
            current = new Head(date, (fixedHead + date + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            head = current;
        }
        return current.bytes;
    }
}
