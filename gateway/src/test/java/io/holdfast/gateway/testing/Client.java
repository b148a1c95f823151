package io.holdfast.gateway.testing;

import io.holdfast.gateway.exchange.Answer;
import io.holdfast.gateway.exchange.CutException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/** A client of one exchange: takes the answer, reads its body as fast as the test lets it, and may leave. */
public final class Client implements CoreSubscriber<Answer> {

    private final EventLoop loop;
    private final String request;
    private final CompletableFuture<Answer> answer = new CompletableFuture<>();
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final boolean reads;
    private @Nullable Subscription exchange;
    private @Nullable Subscription stream;
    private boolean left;
    private long asked;
    private volatile int size;

    Client(EventLoop loop, String request, boolean reads) {
        this.loop = loop;
        this.request = request;
        this.reads = reads;
    }

    @Override
    public void onSubscribe(Subscription s) {
        loop.execute(() -> {
            exchange = s;
            if (left) {
                s.cancel();
            } else {
                s.request(1);
            }
        });
    }

    @Override
    public void onNext(Answer next) {
        if (!loop.inEventLoop()) {
            throw new AssertionError("an answer came on another thread");
        }
        if (answer.isDone()) {
            throw new AssertionError("a second answer to " + request);
        }
        if (next.stream() == null) {
            ByteBuf whole = next.whole();
            if (whole != null) {
                take(whole);
            }
            body.complete(bytes.toByteArray());
        } else {
            next.stream().subscribe(new Body());
        }
        answer.complete(next);
    }

    @Override
    public void onError(Throwable cause) {
        answer.completeExceptionally(cause);
        body.completeExceptionally(cause);
    }

    @Override
    public void onComplete() {}

    private void take(ByteBuf part) {
        byte[] copy = new byte[part.readableBytes()];
        part.readBytes(copy);
        part.release();
        bytes.writeBytes(copy);
        size = bytes.size();
    }

    /** Asks for so many more parts of a streamed body. */
    public Client more(long parts) {
        loop.execute(() -> {
            if (stream != null) {
                stream.request(parts);
            } else {
                asked += parts;
            }
        });
        return this;
    }

    /** Leaves: before the answer, or in the middle of its body. */
    public void leave() {
        loop.execute(() -> {
            left = true;
            if (stream != null) {
                stream.cancel();
            } else if (exchange != null) {
                exchange.cancel();
            }
        });
    }

    /** The answer when its head is there. */
    public Answer answer() {
        return Patience.get(() -> "the answer to " + request, answer);
    }

    public boolean answered() {
        return answer.isDone();
    }

    public int status() {
        return answer().status();
    }

    public int attempts() {
        return answer().attempts();
    }

    public @Nullable String header(String name) {
        return answer().headers().get(name);
    }

    /** The bytes of the whole body. */
    public byte[] bytes() {
        return Patience.get(() -> "the body of " + request, body);
    }

    /** The whole body. */
    public String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** How many bytes came so far. */
    public int size() {
        return size;
    }

    public void awaitSize(int atLeast) {
        Patience.until(atLeast + " bytes of " + request, () -> size >= atLeast);
    }

    /** What came before the connection to this client was cut; fails when the body ended as if whole. */
    public String cut() {
        Throwable cause = ended();
        if (!(cause instanceof CutException)) {
            throw new AssertionError("not cut: " + request + " ended with " + cause);
        }
        return new String(bytes.toByteArray(), StandardCharsets.UTF_8);
    }

    /** Why the exchange or its body ended with an error, or null when it ended well. */
    public @Nullable Throwable ended() {
        return Patience.get(() -> "the end of " + request, body.handle((ok, failed) -> failed));
    }

    private final class Body implements CoreSubscriber<ByteBuf> {

        @Override
        public void onSubscribe(Subscription s) {
            stream = s;
            if (left) {
                s.cancel();
            } else if (reads) {
                s.request(Long.MAX_VALUE);
            } else if (asked > 0) {
                s.request(asked);
            }
        }

        @Override
        public void onNext(ByteBuf part) {
            take(part);
        }

        @Override
        public void onError(Throwable cause) {
            body.completeExceptionally(cause);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
