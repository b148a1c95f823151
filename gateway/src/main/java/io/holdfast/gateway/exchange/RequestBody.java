package io.holdfast.gateway.exchange;

import io.holdfast.gateway.upstream.Call;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;

/**
 * The body of a request: read once from the client, given to one attempt after the other. Up to a limit it is kept, so
 * that the next attempt gets it from its start; past the limit it streams through and cannot be sent again. Confined
 * to the exchange's event loop; signals from other threads are moved there in order.
 */
final class RequestBody implements CoreSubscriber<ByteBuf> {

    /** Hears what the body means for the exchange. */
    interface Owner {

        /** So many more bytes are kept while nobody takes them; false: read no more. */
        boolean kept(int bytes);

        /** The client broke off its body. */
        void bodyFailed(Throwable cause);
    }

    private final Publisher<ByteBuf> source;
    private final EventLoop loop;
    private final int limit;
    private final Supplier<@Nullable HttpHeaders> trailers;
    private final Owner owner;
    private final long length;
    private long received;
    private final List<ByteBuf> kept = new ArrayList<>(4);
    private final AtomicInteger hopping = new AtomicInteger();
    private int keptBytes;
    private boolean replayable = true;
    private boolean subscribed;
    private boolean asked;
    private boolean complete;
    private boolean closed;
    private @Nullable Subscription subscription;
    private @Nullable Call call;

    RequestBody(
            Publisher<ByteBuf> source,
            EventLoop loop,
            int limit,
            Supplier<@Nullable HttpHeaders> trailers,
            long length,
            Owner owner) {
        this.source = source;
        this.loop = loop;
        this.limit = limit;
        this.trailers = trailers;
        this.length = length;
        this.owner = owner;
    }

    /** Whether an attempt can be given the body from its start. */
    boolean replayable() {
        return replayable;
    }

    int keptBytes() {
        return keptBytes;
    }

    /** Gives the body to an attempt, from its start. */
    void attach(Call next) {
        if (call == next || closed) {
            return;
        }
        call = next;
        for (ByteBuf part : kept) {
            next.write(part.retainedDuplicate());
        }
        if (complete) {
            next.end(trailers.get());
            return;
        }
        if (!kept.isEmpty()) {
            next.flush(); // unsent, it would keep the connection unwritable and the client unasked
        }
        ask();
    }

    /** The attempt is over. */
    void detach(Call over) {
        if (call == over) {
            call = null;
        }
    }

    /** The connection takes more. */
    void writable() {
        ask();
    }

    /** Reads ahead while the request is held, up to the limit. */
    void readAhead() {
        ask();
    }

    /** Gives back what is kept and stops reading; nothing is asked of the client any more. */
    void close() {
        if (closed) {
            return;
        }
        closed = true;
        call = null;
        releaseKept();
        if (subscription != null && !complete) {
            subscription.cancel();
        }
    }

    private void ask() {
        if (closed || complete || asked || !takesMore()) {
            return;
        }
        asked = true;
        if (!subscribed) {
            subscribed = true;
            source.subscribe(this);
        } else if (subscription != null) {
            subscription.request(1);
        }
    }

    private boolean takesMore() {
        return call != null ? call.writable() : keptBytes < limit && replayable;
    }

    @Override
    public void onSubscribe(Subscription s) {
        onLoop(() -> {
            subscription = s;
            if (closed) {
                s.cancel();
            } else {
                s.request(1);
            }
        });
    }

    @Override
    public void onNext(ByteBuf part) {
        onLoop(() -> take(part));
    }

    @Override
    public void onError(Throwable cause) {
        onLoop(() -> {
            complete = true;
            if (!closed) {
                owner.bodyFailed(cause);
            }
        });
    }

    @Override
    public void onComplete() {
        onLoop(() -> {
            complete = true;
            if (closed) {
                return;
            }
            if (received < length) { // a replica would wait for the rest for ever
                owner.bodyFailed(new IOException(
                        "the body of the request has " + received + " bytes (expected: " + length + ")"));
            } else if (call != null) {
                call.end(trailers.get());
            }
        });
    }

    private void take(ByteBuf part) {
        asked = false;
        if (closed) {
            part.release();
            return;
        }
        int bytes = part.readableBytes();
        received += bytes;
        if (length >= 0 && received > length) { // the rest would be read as another request
            part.release();
            owner.bodyFailed(
                    new IOException("the body of the request is longer than it said (expected: " + length + ")"));
            return;
        }
        boolean more = true;
        if (replayable && (keptBytes + bytes <= limit || call == null)) {
            keptBytes += bytes;
            kept.add(call == null ? part : part.retainedDuplicate());
            more = call != null || owner.kept(bytes);
        } else if (replayable) {
            replayable = false;
            releaseKept();
        }
        if (call != null) {
            call.write(part);
            call.flush();
        }
        if (more) {
            ask();
        }
    }

    private void releaseKept() {
        kept.forEach(ByteBuf::release);
        kept.clear();
        keptBytes = 0;
    }

    private void onLoop(Runnable signal) {
        if (loop.inEventLoop() && hopping.get() == 0) {
            signal.run();
            return;
        }
        hopping.incrementAndGet();
        loop.execute(() -> {
            hopping.decrementAndGet();
            signal.run();
        });
    }
}
