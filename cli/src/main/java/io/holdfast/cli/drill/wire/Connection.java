package io.holdfast.cli.drill.wire;

import io.holdfast.cli.drill.wire.WireFailure.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One TCP connection of a drill client, with one deadline for what is under way.
 *
 * <p>Not thread-safe but for {@link #close()} and {@link #reset()}, which another thread may call to end a blocked read.
 */
public final class Connection implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final LongSupplier nanos;
    private final byte[] buffer;
    private int position;
    private int limit;
    private long deadline;
    private boolean begun;

    private Connection(Socket socket, LongSupplier nanos, long deadline) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.nanos = nanos;
        this.deadline = deadline;
        this.buffer = new byte[BUFFER];
    }

    /**
     * Connects.
     *
     * @param to where
     * @param nanos the monotonic clock
     * @param deadline on that clock, for the connect and the first exchange
     * @throws WireFailure REFUSED when the connection does not come up
     */
    public static Connection open(InetSocketAddress to, LongSupplier nanos, long deadline) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(to, millisLeft(deadline, nanos));
            return new Connection(socket, nanos, deadline);
        } catch (ConnectException | SocketTimeoutException e) {
            socket.close();
            throw new WireFailure(Kind.REFUSED, "connect: " + e.getMessage());
        } catch (IOException e) {
            socket.close();
            throw new WireFailure(Kind.RESET, "connect: " + e.getMessage());
        }
    }

    /** Starts a new exchange: its deadline, and no answer byte seen yet. */
    public void begin(long deadlineNanos) {
        deadline = deadlineNanos;
        begun = false;
    }

    /** Gives the exchange under way more time. */
    public void extend(long deadlineNanos) {
        deadline = deadlineNanos;
    }

    /**
     * Whether the connection can carry another request: a server may end an idle one at any time (RFC 9112 9.5), which is no
     * failure.
     *
     * @throws WireFailure MALFORMED when bytes came that belong to no request
     */
    public boolean reusable() throws WireFailure {
        try {
            if (position < limit) {
                throw WireFailure.malformed("bytes after the end of the answer");
            }
            socket.setSoTimeout(1);
            int count = in.read(buffer, 0, buffer.length);
            if (count > 0) {
                throw WireFailure.malformed("bytes between two answers");
            }
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } catch (WireFailure e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    /** Writes all bytes. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw new WireFailure(begun ? Kind.CUT : Kind.RESET, "write: " + e.getMessage());
        }
    }

    /** Writes all bytes. */
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    /**
     * Waits for bytes up to an own time, for protocols whose client also sends.
     *
     * @return how many came, 0 when none did in time
     * @throws WireFailure CUT when the connection ended
     */
    public int poll(byte[] into, long untilNanos) throws IOException {
        if (position < limit) {
            return drain(into, 0, into.length);
        }
        try {
            socket.setSoTimeout(millisLeft(untilNanos, nanos));
            int count = in.read(into, 0, into.length);
            if (count < 0) {
                throw new WireFailure(Kind.CUT, "ended (FIN)");
            }
            return count;
        } catch (SocketTimeoutException e) {
            return 0;
        } catch (WireFailure e) {
            throw e;
        } catch (IOException e) {
            throw new WireFailure(Kind.CUT, "reset: " + e.getMessage());
        }
    }

    /** One byte, or -1 when the server ended the connection. */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** Some bytes, at least one; or -1 when the server ended the connection. */
    int read(byte[] into, int offset, int length) throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return drain(into, offset, length);
    }

    private int drain(byte[] into, int offset, int length) {
        int count = Math.min(length, limit - position);
        System.arraycopy(buffer, position, into, offset, count);
        position += count;
        return count;
    }

    private boolean fill() throws IOException {
        try {
            socket.setSoTimeout(millisLeft(deadline, nanos));
            int count = in.read(buffer, 0, buffer.length);
            if (count < 0) {
                return false;
            }
            begun = true;
            position = 0;
            limit = count;
            return true;
        } catch (SocketTimeoutException e) {
            throw new WireFailure(Kind.TIMEOUT, begun ? "in the answer" : "no answer");
        } catch (IOException e) {
            throw new WireFailure(begun ? Kind.CUT : Kind.RESET, "reset: " + e.getMessage());
        }
    }

    /** The failure that the end of the connection means here. */
    WireFailure ended(String where) {
        return new WireFailure(begun ? Kind.CUT : Kind.CLOSED, "ended (FIN) " + where);
    }

    private static int millisLeft(long until, LongSupplier nanos) {
        long left = TimeUnit.NANOSECONDS.toMillis(until - nanos.getAsLong() + 999_999);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, left));
    }

    /** Leaves with a reset, as a client does that is killed or closes its tab in the middle. */
    public void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            // Already closed: nothing left to reset.
        }
        close();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // Nothing more can be done for it.
        }
    }
}
