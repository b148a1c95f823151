package io.holdfast.gateway.stream;

import io.holdfast.gateway.exchange.Continuation.After;
import io.holdfast.gateway.exchange.Continuation.Judgement;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One client's event stream over the connections to several replicas: says which bytes the client is given, what follows
 * when a connection gives no more, and how to ask for the rest. Works on offsets: the caller keeps the bytes of the
 * present connection from {@link #keepFrom} on, and gives the client the ranges that it is told. Not for several threads
 * at once.
 *
 * <p>What the client is given is made of whole blocks (event, comment or field block, each with its empty line), so that
 * a stream can go on from any connection at any time. Of an API that resumes by {@code Last-Event-ID} the client gets
 * byte for byte what one connection would have given. An event of more than {@link #MOST_HELD} bytes is not waited for:
 * its bytes and all that follow pass as they come, and a loss then cuts.
 *
 * <p>Source: WHATWG HTML section 9.2; section 7 of the design.
 */
public final class EventStreamSession {

    /** Of an incomplete block, and of what is withheld, in bytes. */
    public static final int MOST_HELD = 1 << 20;

    /** How long the LF of a CRLF may be on its way. */
    private static final long LF_NANOS = 100_000_000L;

    /** Gives the client bytes of the present connection. */
    @FunctionalInterface
    public interface Sink {

        /** Those from one offset, inclusive, to another, exclusive. Ranges of one call mostly, but not always, ascend. */
        void pass(long from, long to);
    }

    private final EventStreamSettings settings;
    private final boolean repeatable;
    private final EventScanner scanner = new EventScanner();
    private final PassedRanges out = new PassedRanges();
    private final LastEvent last;
    private final DeliveredEvents delivered = new DeliveredEvents();
    private final ReplayRule replay = new ReplayRule(delivered);
    private final Withheld withheld = new Withheld();
    private final LastEvent lastWithheld = new LastEvent(null);
    private long received;
    private long open;
    private long seenAt;
    private boolean opaque;
    private boolean lastIdExpected;

    /**
     * @param repeatable whether the request may be sent again; else a loss cuts
     * @param clientLastEventId {@code Last-Event-ID} of the client's request, one char a byte, or null
     */
    public EventStreamSession(EventStreamSettings settings, boolean repeatable, @Nullable String clientLastEventId) {
        this.settings = settings;
        this.repeatable = repeatable;
        this.last = new LastEvent(clientLastEventId);
    }

    // ---- bytes and time

    /**
     * Bytes of the present connection, cut anywhere; the buffer is read to its limit.
     *
     * @param now monotonic nanoseconds
     */
    public void content(ByteBuffer bytes, long now, Sink sink) {
        out.to(sink);
        received += bytes.remaining();
        seenAt = now;
        while (!opaque && scanner.next(bytes)) {
            block(now);
        }
        if (!opaque && received - open > MOST_HELD) {
            passUnseen();
        }
        if (opaque) {
            passOpen(received);
        }
        out.flush();
    }

    /** Time passes without bytes; to be called about every 100 ms while {@link #ticking}. */
    public void tick(long now, Sink sink) {
        out.to(sink);
        if (now - seenAt >= LF_NANOS) {
            settle();
        }
        if (replay.overdue(now)) {
            deliverWithheld();
        }
        out.flush();
    }

    /** Whether something is held that time will set free. */
    public boolean ticking() {
        return replay.withholding() || scanner.waitsForLf();
    }

    private void block(long now) {
        long end = scanner.position();
        if (end - open > MOST_HELD) {
            passUnseen();
            return;
        }
        if (!scanner.dispatches() && !scanner.hasId()) {
            // Comments, retry and the like: harmless when repeated, and a sign of life while events are withheld.
            last.given(scanner);
            passOpen(end);
            return;
        }
        if (replay.overdue(now)) {
            deliverWithheld();
        }
        if (!replay.fromStart() && isLastIdAgain()) {
            replay.dropped(scanner.hash());
            open = end;
            return;
        }
        switch (skipping() ? replay.step(scanner.hash(), end - open, now) : ReplayRule.Step.DELIVER) {
            case WITHHOLD -> withhold(end);
            case DROP -> {
                withheld.clear();
                open = end;
            }
            case DELIVER_ALL -> {
                giveWithheld();
                deliver(end);
            }
            case DELIVER -> deliver(end);
        }
    }

    private boolean skipping() {
        return settings.withoutId() == WithoutId.SKIP_REPLAYED;
    }

    /** Whether an API that takes {@code Last-Event-ID} as "from" rather than "after" sends what the client has. */
    private boolean isLastIdAgain() {
        if (!lastIdExpected || !scanner.hasId()) {
            return false;
        }
        boolean same = last.isId(scanner.id());
        if (same && !scanner.dispatches()) {
            return true;
        }
        lastIdExpected = false;
        return same && last.isCarried();
    }

    private void deliver(long end) {
        if (isLastIdAgain()) {
            open = end; // behind a greeting that looked like the start of a replay
            return;
        }
        boolean firstOfId = last.given(scanner);
        if (skipping()) {
            if (firstOfId) {
                delivered.addFirstOfId(scanner.hash());
            } else {
                delivered.add(scanner.hash());
            }
        }
        passOpen(end);
    }

    private void withhold(long end) {
        if (withheld.isEmpty()) {
            lastWithheld.set(last);
        }
        if (lastWithheld.given(scanner)) {
            replay.firstOfId();
        }
        withheld.add(openFrom(), end);
        open = end;
    }

    private void deliverWithheld() {
        if (replay.giveUp()) {
            giveWithheld();
        }
    }

    private void giveWithheld() {
        last.set(lastWithheld);
        withheld.deliver(out);
    }

    private void passUnseen() {
        deliverWithheld();
        opaque = true;
        delivered.forget();
    }

    private void passOpen(long end) {
        out.pass(openFrom(), end);
        open = end;
    }

    /** A byte order mark is for the start of what the client gets, wherever it comes. */
    private long openFrom() {
        return out.any() ? Math.max(open, scanner.byteOrderMark()) : open;
    }

    private void settle() {
        if (scanner.settle()) {
            block(seenAt);
        }
    }

    // ---- the end of a connection

    /**
     * The present connection ended its answer as HTTP says it should.
     *
     * @param leaving the replica is draining or going down: unless the stream is known to be whole, this is a loss
     */
    public After ended(boolean leaving, Sink sink) {
        out.to(sink);
        settle();
        After after = leaving && !finished() && resumable() ? After.RESUME : After.END;
        if (after == After.END && !opaque) {
            deliverWithheld();
            passOpen(received); // what parsers would discard, and others take for an event
        }
        out.flush();
        return after;
    }

    /** Whether the last event says that no more will come, so that an end now is the end, whatever the replica does. */
    public boolean finished() {
        return last.isOneOf(settings.finalEvents())
                || scanner.hasName() && LastEvent.isOneOf(scanner.name(), settings.finalEvents());
    }

    /**
     * The present connection was lost, or is given up because its replica drains. What is incomplete or withheld is
     * discarded. A stream whose last event is a final one is whole.
     */
    public After lost(Sink sink) {
        out.to(sink);
        if (!last.hasHeaderValue() && !scanner.hasId()) {
            settle(); // nobody would send it again
        }
        out.flush();
        if (!opaque && received == open && last.isOneOf(settings.finalEvents())) {
            return After.END;
        }
        if (opaque || !repeatable) {
            return After.CUT;
        }
        return resumable() ? After.RESUME : After.END;
    }

    /** Whether a loss now would be answered by asking again, so that a drain may move the stream. */
    public boolean resumable() {
        return repeatable && !opaque && (last.hasHeaderValue() || !last.any() || settings.withoutId() != WithoutId.END);
    }

    // ---- the rest

    /** {@code Last-Event-ID} of the next request, one char a byte, or null: none, not even the client's. */
    public @Nullable String lastEventId() {
        return last.headerValue();
    }

    /**
     * Judges the answer to a request for the rest. After {@code CONTINUE} the offsets of {@link #content} count from 0
     * again, and bytes of the connection before are no longer needed.
     */
    public Judgement judge(AnswerHead head) {
        Judgement judgement = judgementOf(head);
        if (judgement == Judgement.CONTINUE) {
            connected();
        }
        return judgement;
    }

    static Judgement judgementOf(AnswerHead head) {
        if (head.status() == 204) {
            return Judgement.END; // WHATWG HTML section 9.2.2: stop reconnecting
        }
        if (head.status() == 200 && head.isEventStream() && !head.encoded()) {
            return Judgement.CONTINUE;
        }
        return Continuable.status(head.status()) ? Judgement.TRY_OTHER : Judgement.CUT;
    }

    private void connected() {
        boolean askedById = last.hasHeaderValue();
        scanner.reset();
        out.restart();
        withheld.clear();
        received = 0;
        open = 0;
        lastIdExpected = askedById && last.isGiven();
        replay.begin(askedById);
    }

    /** The offset from which on bytes of the present connection may still be passed. */
    public long keepFrom() {
        return withheld.isEmpty() ? open : withheld.first();
    }

    /** How many bytes are held: of an incomplete block, and of events that may be a repetition. */
    public long held() {
        return received - open + withheld.bytes();
    }
}
