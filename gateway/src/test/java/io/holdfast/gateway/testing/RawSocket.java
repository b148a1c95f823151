package io.holdfast.gateway.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One end of a WebSocket on a raw socket, either side: sends what a test says, valid or not, and keeps what comes. */
public final class RawSocket implements AutoCloseable {

    public static final int CONTINUATION = 0;
    public static final int TEXT = 1;
    public static final int BINARY = 2;
    public static final int CLOSE = 8;
    public static final int PING = 9;
    public static final int PONG = 10;

    /** Set in the first byte of a frame that ends its message. */
    public static final int FIN = 0x80;

    private static final int END = -1;

    /** A frame as it came; opcode -1 is the end of the connection. */
    public record Frame(int opcode, boolean fin, byte[] payload) {

        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /** Of a close frame; 1005 without one. */
        public int code() {
            return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
        }

        public String reason() {
            return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return switch (opcode) {
                case END -> "the end";
                case CLOSE -> "close " + code() + " " + reason();
                default -> opcode + ": " + (payload.length < 100 ? text() : payload.length + " bytes");
            };
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final boolean masks;
    private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> pings = new LinkedBlockingQueue<>();
    private final BlockingQueue<Frame> pongs = new LinkedBlockingQueue<>();
    private volatile boolean answersPings = true;
    private volatile boolean answersClose = true;
    private volatile boolean echoes;
    private volatile @Nullable Signal gate;

    RawSocket(Socket socket, DataInputStream in, boolean masks) throws IOException {
        this.socket = socket;
        this.in = in;
        this.out = socket.getOutputStream();
        this.masks = masks;
    }

    RawSocket start() {
        Thread reader = new Thread(this::read, "raw socket " + socket.getLocalPort());
        reader.setDaemon(true);
        reader.start();
        return this;
    }

    // ---- how it behaves

    public RawSocket echo() {
        echoes = true;
        return this;
    }

    public RawSocket neverPong() {
        answersPings = false;
        return this;
    }

    /** Leaves the peer's close frame without an answer. */
    public RawSocket neverAnswerClose() {
        answersClose = false;
        return this;
    }

    /** Reads nothing from now on but the frame that is coming, as a process that is stopped. */
    public RawSocket stopReading() {
        gate = new Signal();
        return this;
    }

    public void readOn() {
        Signal closed = gate;
        gate = null;
        if (closed != null) {
            closed.fire();
        }
    }

    private void read() {
        try {
            while (true) {
                waitAtGate();
                Frame frame = readFrame();
                waitAtGate();
                take(frame);
            }
        } catch (IOException e) {
            frames.add(new Frame(END, true, new byte[0]));
        }
    }

    private void waitAtGate() {
        Signal closed = gate;
        if (closed != null) {
            closed.awaitEver();
        }
    }

    private Frame readFrame() throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        boolean masked = (second & 0x80) != 0;
        byte[] mask = new byte[4];
        if (masked) {
            in.readFully(mask);
        }
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        if ((first & 0x70) != 0 || masked == masks) {
            throw new IOException("an invalid frame came: " + Integer.toHexString(first));
        }
        mask(payload, mask);
        return new Frame(first & 0xf, (first & FIN) != 0, payload);
    }

    private static void mask(byte[] payload, byte[] key) {
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= key[i & 3];
        }
    }

    private void take(Frame frame) throws IOException {
        switch (frame.opcode()) {
            case PING -> {
                pings.add(frame);
                if (answersPings) {
                    write(FIN | PONG, masks, frame.payload());
                }
            }
            case PONG -> pongs.add(frame);
            case CLOSE -> {
                frames.add(frame);
                if (answersClose) {
                    answersClose = false;
                    write(FIN | CLOSE, masks, frame.payload());
                    if (!masks) {
                        socket.shutdownOutput(); // the server ends the connection
                    }
                }
            }
            default -> {
                frames.add(frame);
                if (echoes) {
                    write((frame.fin() ? FIN : 0) | frame.opcode(), masks, frame.payload());
                }
            }
        }
    }

    // ---- what it sends

    public RawSocket send(String text) {
        return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawSocket send(byte[] binary) {
        return frame(FIN | BINARY, binary);
    }

    /** One text in so many frames. */
    public RawSocket fragments(String... parts) {
        for (int i = 0; i < parts.length; i++) {
            int fin = i == parts.length - 1 ? FIN : 0;
            frame(fin | (i == 0 ? TEXT : CONTINUATION), parts[i].getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    public RawSocket ping(String text) {
        return frame(FIN | PING, text.getBytes(StandardCharsets.UTF_8));
    }

    public RawSocket close(int code, String reason) {
        answersClose = false;
        return frame(FIN | CLOSE, closePayload(code, reason));
    }

    public RawSocket closeWithoutCode() {
        answersClose = false;
        return frame(FIN | CLOSE, new byte[0]);
    }

    private static byte[] closePayload(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(2 + text.length)
                .putShort((short) code)
                .put(text)
                .array();
    }

    /** A frame with this first byte, masked as its side has to. */
    public RawSocket frame(int first, byte[] payload) {
        return frame(first, payload, masks);
    }

    public RawSocket frame(int first, byte[] payload, boolean masked) {
        try {
            write(first, masked, payload);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** Sends on a thread of its own, which waits when the connection takes no more. */
    public Signal sendInBackground(int count, byte[] binary) {
        Signal all = new Signal();
        Thread sender = new Thread(
                () -> {
                    try {
                        for (int i = 0; i < count; i++) {
                            write(FIN | BINARY, masks, binary);
                        }
                        all.fire();
                    } catch (IOException e) {
                        // the connection ended first
                    }
                },
                "raw sender");
        sender.setDaemon(true);
        sender.start();
        return all;
    }

    private void write(int first, boolean masked, byte[] payload) throws IOException {
        byte[] bytes = bytes(first, payload, masked);
        synchronized (out) {
            out.write(bytes);
        }
    }

    /** A frame as it goes over the wire. */
    public static byte[] bytes(int first, byte[] payload, boolean masked) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 14);
        bytes.write(first);
        int bit = masked ? 0x80 : 0;
        if (payload.length < 126) {
            bytes.write(bit | payload.length);
        } else if (payload.length < 65536) {
            bytes.write(bit | 126);
            bytes.write(payload.length >> 8);
            bytes.write(payload.length);
        } else {
            bytes.write(bit | 127);
            bytes.writeBytes(ByteBuffer.allocate(8).putLong(payload.length).array());
        }
        if (masked) {
            byte[] key = {1, 2, 3, 4};
            byte[] copy = payload.clone();
            mask(copy, key);
            bytes.writeBytes(key);
            bytes.writeBytes(copy);
        } else {
            bytes.writeBytes(payload);
        }
        return bytes.toByteArray();
    }

    /** Ends with RST. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    /** Ends with FIN, without a close frame. */
    public void hangUp() {
        try {
            socket.close();
        } catch (IOException e) {
            // gone already
        }
    }

    // ---- what came

    /** The next frame that is neither ping nor pong. */
    public Frame next() {
        return poll(frames, "a frame");
    }

    public String text() {
        Frame frame = next();
        if (frame.opcode() != TEXT) {
            throw new AssertionError("no text came but " + frame);
        }
        return frame.text();
    }

    /** The next frame, which has to be a close frame with this code. */
    public Frame closed(int code) {
        Frame frame = next();
        if (frame.opcode() != CLOSE || frame.code() != code) {
            throw new AssertionError("close " + code + " was to come, not " + frame);
        }
        return frame;
    }

    /** The end of the connection has to come next. */
    public void ended() {
        Frame frame = next();
        if (frame.opcode() != END) {
            throw new AssertionError("the end was to come, not " + frame);
        }
        hangUp();
    }

    /** The end of the connection, whatever comes before. */
    public void awaitEnd() {
        Frame frame = next();
        while (frame.opcode() != END) {
            frame = next();
        }
        hangUp();
    }

    public Frame pinged() {
        return poll(pings, "a ping");
    }

    public Frame ponged() {
        return poll(pongs, "a pong");
    }

    /** Pongs that came and were not looked at. */
    public int pongs() {
        return pongs.size();
    }

    /** Frames that came and were not looked at. */
    public int unread() {
        return frames.size();
    }

    private static Frame poll(BlockingQueue<Frame> queue, String what) {
        try {
            Frame frame = queue.poll(Patience.SECONDS, TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("never came: " + what);
            }
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        readOn();
        hangUp();
    }
}
