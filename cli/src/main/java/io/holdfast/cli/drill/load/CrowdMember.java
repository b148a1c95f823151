package io.holdfast.cli.drill.load;

import io.holdfast.cli.drill.wire.WebSocketHandshake;
import io.holdfast.cli.drill.wire.WebSocketMessage;
import io.holdfast.cli.drill.wire.WebSocketParser;
import io.holdfast.cli.drill.wire.WireFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** One of many WebSockets that share a thread: its handshake, what it sends, and the last echo it got. */
final class CrowdMember {
    enum State {
        CONNECTING,
        SHAKING,
        OPEN,
        /** Never became a WebSocket. */
        REFUSED,
        /** Was one, and was ended by the other side. */
        DROPPED
    }

    private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_HEAD = 16 * 1024;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Random random;
    private final WebSocketHandshake handshake;
    private final WebSocketParser parser = new WebSocketParser(this::received);
    private State state = State.CONNECTING;
    private String reason = "";
    private byte[] head = {};
    private ByteBuffer unsent = ByteBuffer.allocate(0);
    private int echoed = -1;
    private long now;
    private long echoedAt;

    CrowdMember(SocketChannel channel, SelectionKey key, Random random) {
        this.channel = channel;
        this.key = key;
        this.random = random;
        this.handshake = new WebSocketHandshake(random);
    }

    State state() {
        return state;
    }

    String reason() {
        return reason;
    }

    /** Whether the echo of this round came. */
    boolean answered(int round) {
        return echoed >= round;
    }

    long echoedAt() {
        return echoedAt;
    }

    /** Does what the selector says is possible. */
    void ready(String authority, String target, ByteBuffer buffer, long nowNanos) {
        now = nowNanos;
        try {
            if (key.isConnectable() && channel.finishConnect()) {
                state = State.SHAKING;
                key.interestOps(SelectionKey.OP_READ);
                send(handshake.bytes(authority, target));
            }
            if (key.isValid() && key.isWritable()) {
                flush();
            }
            if (key.isValid() && key.isReadable()) {
                read(buffer);
            }
        } catch (IOException e) {
            end(e.getMessage());
        }
    }

    private void read(ByteBuffer buffer) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        if (count < 0) {
            end("ended (FIN)");
        } else if (state == State.SHAKING) {
            shake(buffer.array(), count);
        } else if (count > 0) {
            parser.feed(buffer.array(), count);
        }
    }

    private void shake(byte[] bytes, int count) throws WireFailure {
        int old = head.length;
        head = Arrays.copyOf(head, old + count);
        System.arraycopy(bytes, 0, head, old, count);
        int end = endOfHead();
        if (end < 0 && head.length < MAX_HEAD) {
            return;
        }
        String text = new String(head, 0, Math.max(0, end), StandardCharsets.ISO_8859_1);
        if (!text.startsWith("HTTP/1.1 101 ")) {
            end("status " + (text.length() < 12 ? "?" : text.substring(9, 12)));
        } else if (!text.contains(handshake.accept())) {
            end("101 without the right Sec-WebSocket-Accept");
        } else {
            state = State.OPEN;
            byte[] more = Arrays.copyOfRange(head, end, head.length);
            head = new byte[0];
            parser.feed(more, more.length);
        }
    }

    private int endOfHead() {
        for (int i = 0; i + END.length <= head.length; i++) {
            if (Arrays.equals(head, i, i + END.length, END, 0, END.length)) {
                return i + END.length;
            }
        }
        return -1;
    }

    private void received(WebSocketMessage message) {
        if (message.opcode() == WebSocketMessage.CLOSE) {
            end("close " + message.closeCode());
        } else if (message.opcode() == WebSocketMessage.PING) {
            trySend(new WebSocketMessage(WebSocketMessage.PONG, message.payload()).masked(random));
        } else if (message.opcode() == WebSocketMessage.TEXT && message.text().matches("echo \\d{1,9}")) {
            int round = Integer.parseInt(message.text().substring(5));
            if (round > echoed) {
                echoed = round;
                echoedAt = now;
            }
        }
    }

    /** Sends the text of a round. */
    void echo(int round) {
        trySend(WebSocketMessage.text("echo " + round).masked(random));
    }

    private void trySend(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException e) {
            end(e.getMessage());
        }
    }

    private void send(byte[] bytes) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(unsent.remaining() + bytes.length);
        unsent = all.put(unsent).put(bytes).flip();
        flush();
    }

    private void flush() throws IOException {
        channel.write(unsent);
        int write = unsent.hasRemaining() ? SelectionKey.OP_WRITE : 0;
        key.interestOps(SelectionKey.OP_READ | write);
    }

    private void end(String why) {
        if (state == State.OPEN) {
            state = State.DROPPED;
            reason = why;
        } else if (state != State.DROPPED) {
            state = State.REFUSED;
            reason = why;
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing more can be done for it.
        }
    }
}
