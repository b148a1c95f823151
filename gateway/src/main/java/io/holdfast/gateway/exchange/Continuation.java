package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How the body of one answer goes on from another replica after its own was lost: by position for a download, by event
 * for an event stream. Confined to the exchange's event loop.
 */
public interface Continuation {

    /** What follows when the present connection gives no more. */
    enum After {
        /** Ask another replica for the rest. */
        RESUME,
        /** The body is whole. */
        END,
        /** It cannot be made whole: cut the client's connection. */
        CUT
    }

    /** What the head of the answer to a request for the rest means. */
    enum Judgement {
        /** It is the rest. */
        CONTINUE,
        /** This replica cannot give it now; another may. */
        TRY_OTHER,
        /** There is no more: the body is whole. */
        END,
        /** It is something else: never a splice. */
        CUT
    }

    /** Makes a continuation for an answer that can go on elsewhere. */
    @FunctionalInterface
    interface Factory {

        /**
         * A continuation, or null when such an answer cannot go on elsewhere.
         *
         * @param request as it was sent first
         * @param repeatable whether the request may be sent again, its body included
         */
        @Nullable Continuation of(RequestHead request, boolean repeatable, int status, HttpHeaders headers);
    }

    /** Takes bytes of the present connection (the buffer too) and gives the client what it may have now. */
    void content(ByteBuf part, long now, AnswerBody out);

    /**
     * The present connection ended its answer as HTTP says it should.
     *
     * @param leaving the replica is draining or going down
     */
    After ended(boolean leaving, AnswerBody out);

    /** Whether an end now is the end for certain, whatever becomes of the replica. */
    default boolean finished() {
        return false;
    }

    /** The present connection was lost. */
    After lost(AnswerBody out);

    /** Changes the headers of the request so that it asks for the rest. */
    void ask(HttpHeaders headers);

    /** Judges the answer to a request for the rest. */
    Judgement judge(int status, HttpHeaders headers);

    /** Whether it wants to hear of time passing without bytes. */
    default boolean ticking() {
        return false;
    }

    /** Time passes without bytes: about every 100 ms while {@link #ticking()}. */
    default void tick(long now, AnswerBody out) {}

    /** Whether another connection could take over at this moment without a loss, so that it may be moved. */
    default boolean movable() {
        return false;
    }

    /** Gives back what it keeps. */
    void close();
}
