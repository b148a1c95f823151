package io.holdfast.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One request to one replica. Confined to its event loop. It ends exactly once, by an end, a loss, an upgrade or
 * {@link #cancel()}; after that every method is without effect and buffers given to it are released.
 */
public final class Call {

    /** Where the call is on its way. */
    private enum Phase {
        CONNECTING,
        WAITING,
        ANSWERING,
        DONE
    }

    final ReplicaPool pool;
    final HttpRequest head;
    final boolean hasBody;
    final AnswerListener listener;
    private Phase phase = Phase.CONNECTING;
    private @Nullable UpstreamConnection connection;
    private boolean requestEnded;
    private boolean written;
    private long unwritten;
    private boolean reading;
    private long asked;
    private long since;

    /** Position in the pool's array of calls under way. */
    int slot = -1;

    Call(ReplicaPool pool, HttpRequest head, boolean hasBody, AnswerListener listener, long now) {
        this.pool = pool;
        this.head = head;
        this.hasBody = hasBody;
        this.listener = listener;
        this.requestEnded = !hasBody;
        this.written = !hasBody;
        this.asked = now;
        this.since = now;
    }

    /** Writes a part of the request's body; {@link #flush()} sends it. */
    public void write(ByteBuf content) {
        if (connection == null || phase == Phase.DONE || requestEnded) {
            content.release();
            return;
        }
        connection.write(new DefaultHttpContent(content));
    }

    /** Ends the request's body. */
    public void end(@Nullable HttpHeaders trailers) {
        if (connection == null || phase == Phase.DONE || requestEnded) {
            return;
        }
        requestEnded = true;
        LastHttpContent last = LastHttpContent.EMPTY_LAST_CONTENT;
        if (trailers != null && !trailers.isEmpty()) {
            last = new DefaultLastHttpContent();
            last.trailingHeaders().set(trailers);
        }
        connection.write(last);
        connection.flush();
        asked = pool.now();
        written = connection.unwritten() == 0;
    }

    /** Sends what was written. */
    public void flush() {
        if (connection != null && phase != Phase.DONE) {
            connection.flush();
        }
    }

    /** Whether the connection takes more of the body without buffering it. */
    public boolean writable() {
        return connection != null && connection.writable();
    }

    /** Asks for more of the answer's body. */
    public void read() {
        if (phase == Phase.ANSWERING && connection != null) {
            since = pool.now();
            reading = true;
            connection.read();
        }
    }

    /** Ends the call from this side: its connection is closed, nothing more is heard of it. */
    public void cancel() {
        if (phase == Phase.DONE) {
            return;
        }
        finish();
        if (connection != null) {
            connection.abandon();
        }
    }

    /** Whether the request was handed to the socket, as far as is known; false is certain. */
    public boolean sent() {
        return connection != null && connection.sent();
    }

    /** When the wait for the head of the answer began: with the end of the request, whatever time its body took. */
    public long asked() {
        return asked;
    }

    /** Looks at a request that is still being written: while it moves, or its client is slow, the replica owes nothing. */
    void lookAtRequest(long now) {
        if (written || connection == null) {
            return;
        }
        long left = connection.unwritten();
        if (left == 0 || left != unwritten) {
            asked = now;
        }
        unwritten = left;
        written = requestEnded && left == 0;
    }

    boolean connecting() {
        return phase == Phase.CONNECTING;
    }

    boolean done() {
        return phase == Phase.DONE;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** Waiting for the head of the answer on a connection that stands. */
    boolean waiting() {
        return phase == Phase.WAITING;
    }

    boolean answering() {
        return phase == Phase.ANSWERING;
    }

    /** When the wait for the next bytes of the body began. */
    long since() {
        return since;
    }

    void connected(UpstreamConnection connection, long now) {
        this.connection = connection;
        this.phase = Phase.WAITING;
        this.asked = now;
    }

    void answered(long now) {
        phase = Phase.ANSWERING;
        since = now;
    }

    /** Bytes came: what was asked for has been answered. */
    void touched(long now) {
        since = now;
        reading = false;
    }

    /** The body was asked for and nothing has come since. */
    boolean reading() {
        return reading;
    }

    void ended(HttpHeaders trailers) {
        finish();
        listener.onEnd(trailers);
    }

    void lost(Loss loss) {
        if (phase != Phase.DONE) {
            finish();
            listener.onLost(loss);
        }
    }

    void expired(Loss loss) {
        UpstreamConnection c = connection;
        if (phase != Phase.DONE) {
            finish();
            if (c != null) {
                c.abandon();
            }
            listener.onLost(loss);
        }
    }

    void finish() {
        phase = Phase.DONE;
        pool.remove(this);
    }
}
