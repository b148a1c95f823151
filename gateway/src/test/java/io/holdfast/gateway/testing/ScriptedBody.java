package io.holdfast.gateway.testing;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * The body of a client's request: parts that a test adds while it is read, given when asked for. Signals come on the
 * executor of the test's choice; a buffer is made only when it is handed over.
 */
public final class ScriptedBody implements Publisher<ByteBuf>, Subscription {

    private final Executor executor;
    private final Deque<byte[]> parts = new ArrayDeque<>();
    private @Nullable Subscriber<? super ByteBuf> reader;
    private long demand;
    private boolean ended;
    private @Nullable Throwable failure;
    private boolean over;
    private volatile int given;
    private volatile boolean subscribed;
    private volatile boolean cancelled;

    /** A body whose signals come on an executor that keeps their order. */
    public ScriptedBody(Executor executor) {
        this.executor = executor;
    }

    /** Adds a part. */
    public ScriptedBody part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a part. */
    public ScriptedBody part(byte[] bytes) {
        executor.execute(() -> {
            parts.add(bytes);
            drain();
        });
        return this;
    }

    /** Adds so many parts of the same size. */
    public ScriptedBody parts(int count, int size) {
        for (int i = 0; i < count; i++) {
            part(new byte[size]);
        }
        return this;
    }

    /** Ends it after what was added. */
    public ScriptedBody end() {
        executor.execute(() -> {
            ended = true;
            drain();
        });
        return this;
    }

    /** The client breaks it off after what was added. */
    public ScriptedBody fail(Throwable cause) {
        failure = cause;
        return end();
    }

    /** How many parts were taken. */
    public int given() {
        return given;
    }

    /** Whether anybody began to read: when a server sends {@code 100 Continue}. */
    public boolean subscribed() {
        return subscribed;
    }

    /** Whether the reader wants no more. */
    public boolean cancelled() {
        return cancelled;
    }

    public void awaitGiven(int count) {
        Patience.until(count + " parts of the request taken", () -> given >= count);
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuf> subscriber) {
        if (subscribed) {
            throw new AssertionError("the body of a request was subscribed to twice");
        }
        subscribed = true;
        executor.execute(() -> {
            reader = subscriber;
            subscriber.onSubscribe(this);
            drain();
        });
    }

    @Override
    public void request(long n) {
        executor.execute(() -> {
            demand += n;
            drain();
        });
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    private void drain() {
        while (reader != null && demand > 0 && !parts.isEmpty() && !cancelled) {
            demand--;
            given++;
            byte[] bytes = parts.poll();
            reader.onNext(ByteBufAllocator.DEFAULT.buffer(bytes.length).writeBytes(bytes));
        }
        if (reader != null && parts.isEmpty() && ended && !over && !cancelled) {
            over = true;
            if (failure != null) {
                reader.onError(failure);
            } else {
                reader.onComplete();
            }
        }
    }
}
