package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What the client is to be given: status, end-to-end headers, and a body that is either whole or a stream. Whoever has
 * it either writes the body or calls {@link #discard()}.
 */
public final class Answer {

    private final int status;
    private final HttpHeaders headers;
    private final @Nullable ByteBuf whole;
    private final @Nullable AnswerBody stream;
    private final @Nullable HttpHeaders trailers;
    private final @Nullable String replica;
    private final int attempts;

    private Answer(
            int status,
            HttpHeaders headers,
            @Nullable ByteBuf whole,
            @Nullable AnswerBody stream,
            @Nullable HttpHeaders trailers,
            @Nullable String replica,
            int attempts) {
        this.status = status;
        this.headers = headers;
        this.whole = whole;
        this.stream = stream;
        this.trailers = trailers;
        this.replica = replica;
        this.attempts = attempts;
    }

    /** An answer whose body is there. */
    public static Answer whole(
            int status,
            HttpHeaders headers,
            @Nullable ByteBuf body,
            @Nullable HttpHeaders trailers,
            @Nullable String replica,
            int attempts) {
        return new Answer(status, headers, body, null, trailers, replica, attempts);
    }

    static Answer streamed(int status, HttpHeaders headers, AnswerBody body, String replica, int attempts) {
        return new Answer(status, headers, null, body, null, replica, attempts);
    }

    public int status() {
        return status;
    }

    /** For the client; may be changed. */
    public HttpHeaders headers() {
        return headers;
    }

    /** The whole body, or null when there is none or it is a stream; belongs to whoever has the answer. */
    public @Nullable ByteBuf whole() {
        return whole;
    }

    /** The body as a stream, or null. */
    public @Nullable AnswerBody stream() {
        return stream;
    }

    /** Trailers of the answer, known when its body is whole or its stream has ended; null without any. */
    public @Nullable HttpHeaders trailers() {
        return stream == null ? trailers : stream.trailers();
    }

    /** {@code host:port} of the replica that gave it, or null when the gateway did. */
    public @Nullable String replica() {
        return replica;
    }

    /** How many attempts were made. */
    public int attempts() {
        return attempts;
    }

    /** Gives back what it holds when nobody writes it. */
    public void discard() {
        if (whole != null) {
            whole.release();
        }
        if (stream != null) {
            stream.cancel();
        }
    }
}
