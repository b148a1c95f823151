package io.holdfast.gateway.websocket;

import io.holdfast.gateway.exchange.Answer;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** What became of a client's handshake: an answer that is not 101, or a replica's socket that waits for the client's. */
public final class Handshake {

    private final @Nullable Answer refusal;
    private final @Nullable WebSocketOpening opening;

    private Handshake(@Nullable Answer refusal, @Nullable WebSocketOpening opening) {
        this.refusal = refusal;
        this.opening = opening;
    }

    static Handshake refused(Answer answer) {
        return new Handshake(answer, null);
    }

    static Handshake agreed(WebSocketOpening opening) {
        return new Handshake(null, opening);
    }

    /** The answer for the client, or null when a replica agreed. */
    public @Nullable Answer refusal() {
        return refusal;
    }

    /** The sub-protocol that the replica chose, or null. */
    public @Nullable String protocol() {
        return opening == null ? null : opening.protocol();
    }

    /** Other headers of the replica's 101, for the client's; none when it was refused. */
    public HttpHeaders headers() {
        return opening == null ? EmptyHttpHeaders.INSTANCE : opening.headers();
    }

    /**
     * Joins the client's channel, which has just sent its 101; on its event loop.
     *
     * @param before the name of the handler before which frames are taken off the pipeline
     * @return completes when the client's connection is done with
     */
    public Mono<Void> join(Channel client, String before) {
        return Mono.create((MonoSink<Void> sink) -> opening.join(client, before, sink::success));
    }

    /** Lets the replica's socket go when the client's never came. */
    public void abandon() {
        if (opening != null) {
            opening.abandon();
        } else if (refusal != null) {
            refusal.discard();
        }
    }
}
