package io.holdfast.gateway.stream;

import io.holdfast.gateway.exchange.AnswerBody;
import io.holdfast.gateway.exchange.Continuation;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** An event stream that goes on from another replica: carries out what {@link EventStreamSession} says. */
final class EventStreamContinuation implements Continuation {

    static final AsciiString LAST_EVENT_ID = AsciiString.cached("last-event-id");

    private final EventStreamSession session;
    private final Kept bytes = new Kept();

    EventStreamContinuation(EventStreamSession session) {
        this.session = session;
    }

    private EventStreamSession.Sink to(AnswerBody out) {
        return (from, to) -> bytes.pass(from, to, out);
    }

    @Override
    public void content(ByteBuf part, long now, AnswerBody out) {
        bytes.add(part);
        session.content(part.nioBuffer(), now, to(out));
        bytes.forgetBefore(session.keepFrom());
    }

    @Override
    public boolean ticking() {
        return session.ticking();
    }

    @Override
    public void tick(long now, AnswerBody out) {
        session.tick(now, to(out));
        bytes.forgetBefore(session.keepFrom());
    }

    @Override
    public boolean finished() {
        return session.finished();
    }

    @Override
    public boolean movable() {
        return session.resumable();
    }

    @Override
    public After ended(boolean leaving, AnswerBody out) {
        return session.ended(leaving, to(out));
    }

    @Override
    public After lost(AnswerBody out) {
        return session.lost(to(out));
    }

    @Override
    public void ask(HttpHeaders headers) {
        @Nullable String id = session.lastEventId();
        if (id == null) {
            headers.remove(LAST_EVENT_ID);
        } else {
            headers.set(LAST_EVENT_ID, id);
        }
    }

    @Override
    public Judgement judge(int status, HttpHeaders headers) {
        Judgement judgement = session.judge(AnswerHead.of(status, headers::get));
        if (judgement == Judgement.CONTINUE) {
            bytes.restart();
        }
        return judgement;
    }

    @Override
    public void close() {
        bytes.restart();
    }

    /**
     * What the present connection of an event stream brought and may still have to be passed, by offset from its start.
     * Passes slices, copies nothing.
     */
    private static final class Kept {

        private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>();
        private long base;

        /** Takes a part, the buffer too. */
        void add(ByteBuf part) {
            parts.addLast(part);
        }

        /** Gives the client those from one offset, inclusive, to another, exclusive. */
        void pass(long from, long to, AnswerBody out) {
            long start = base;
            for (ByteBuf part : parts) {
                long end = start + part.readableBytes();
                if (end > from && start < to) {
                    int first = (int) (Math.max(from, start) - start);
                    int last = (int) (Math.min(to, end) - start);
                    out.emit(part.retainedSlice(part.readerIndex() + first, last - first));
                }
                start = end;
            }
        }

        /** Gives back what lies wholly before an offset. */
        void forgetBefore(long offset) {
            while (!parts.isEmpty() && base + parts.peekFirst().readableBytes() <= offset) {
                ByteBuf gone = parts.pollFirst();
                base += gone.readableBytes();
                gone.release();
            }
        }

        /** Offsets of another connection follow. */
        void restart() {
            parts.forEach(ByteBuf::release);
            parts.clear();
            base = 0;
        }
    }
}
