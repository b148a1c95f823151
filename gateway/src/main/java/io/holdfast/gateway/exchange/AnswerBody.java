package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * The body of an answer on its way to one client: one subscriber, signals on the exchange's event loop. The replica
 * behind it may change; whoever reads it sees one body. Bytes are asked of the replica only when the client asks, so
 * what waits here is at most what one read brought.
 */
public final class AnswerBody implements Publisher<ByteBuf>, Subscription {

    /** Where the bytes come from; on the event loop. */
    interface Source {

        /** The client takes more and nothing waits here. */
        void more();

        /** The client left. */
        void cancelled();
    }

    private final EventLoop loop;
    private final Source source;
    private final boolean live;
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private @Nullable Subscriber<? super ByteBuf> client;
    private long demand;
    private long emitted;
    private boolean emitting;
    private boolean ended;
    private boolean cancelled;
    private @Nullable Throwable failure;
    private volatile @Nullable HttpHeaders trailers;

    /**
     * @param live whether each part is to be sent at once (event streams) rather than when convenient
     */
    AnswerBody(EventLoop loop, Source source, boolean live) {
        this.loop = loop;
        this.source = source;
        this.live = live;
    }

    /** Whether each part is to be flushed by itself. */
    public boolean live() {
        return live;
    }

    /** Whether another part follows at once, so that a flush can wait for it. */
    public boolean moreQueued() {
        return !queue.isEmpty();
    }

    @Nullable HttpHeaders trailers() {
        return trailers;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuf> subscriber) {
        if (!loop.inEventLoop()) {
            loop.execute(() -> subscribe(subscriber));
            return;
        }
        if (client != null || cancelled) {
            Operators.error(subscriber, new IllegalStateException("the body of an answer has one reader"));
            return;
        }
        client = subscriber;
        subscriber.onSubscribe(this);
        drain();
    }

    @Override
    public void request(long n) {
        if (loop.inEventLoop()) {
            demand = Operators.addCap(demand, n);
            drain();
        } else {
            loop.execute(() -> request(n));
        }
    }

    @Override
    public void cancel() {
        if (!loop.inEventLoop()) {
            loop.execute(this::cancel);
            return;
        }
        if (!cancelled) {
            cancelled = true;
            release();
            if (!ended) {
                ended = true;
                source.cancelled();
            }
        }
    }

    /** Bytes for the client, the buffer too; on the event loop. */
    public void emit(ByteBuf part) {
        if (cancelled || ended) {
            part.release();
            return;
        }
        emitted += part.readableBytes();
        queue.addLast(part);
        drain();
    }

    /** How many bytes the client was given, or has waiting here. */
    long emitted() {
        return emitted;
    }

    /** The body is whole. */
    void end(@Nullable HttpHeaders trailing) {
        if (!ended) {
            trailers = trailing;
            ended = true;
            drain();
        }
    }

    /** The body cannot be made whole: the client's connection is to be cut after what waits here. */
    void fail(Throwable cause) {
        if (!ended) {
            failure = cause;
            ended = true;
            drain();
        }
    }

    /** Whether the client could take more at this moment and nothing waits for it. */
    boolean wants() {
        return demand > 0 && queue.isEmpty() && !ended;
    }

    private void drain() {
        if (emitting || client == null) {
            return;
        }
        emitting = true;
        while (!cancelled) {
            if (demand > 0 && !queue.isEmpty()) {
                demand--;
                client.onNext(queue.pollFirst());
            } else if (ended && queue.isEmpty()) {
                emitting = false;
                finish();
                return;
            } else {
                break;
            }
        }
        emitting = false;
        if (!cancelled && wants()) {
            source.more();
        }
    }

    private void finish() {
        cancelled = true;
        if (failure != null) {
            client.onError(failure);
        } else {
            client.onComplete();
        }
    }

    private void release() {
        for (ByteBuf b = queue.pollFirst(); b != null; b = queue.pollFirst()) {
            b.release();
        }
    }
}
