package io.holdfast.gateway.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Hears what happens to one {@link Call}, on the call's event loop, in order: any number of informational answers, at
 * most one head, contents, then exactly one of end, lost or upgraded; nothing after the call was cancelled.
 */
public interface AnswerListener {

    /** The connection stands and the head of the request is about to be written: the body may be asked for. */
    void onConnected(Call call);

    /** The connection takes more of the request's body again. */
    void onWritable();

    /** A 1xx answer other than 101. */
    void onInformational(HttpResponse head);

    /** The head of the final answer. Body bytes follow only when asked for by {@link Call#read()}. */
    void onHead(HttpResponse head);

    /** Bytes of the body; the buffer belongs to the listener. */
    void onContent(ByteBuf content);

    /** No more bytes at the moment: what was read in one go has been handed over. */
    void onReadComplete();

    /** The answer is whole. */
    void onEnd(HttpHeaders trailers);

    /** The call ended without a whole answer. */
    void onLost(Loss loss);

    /** Health found the replica unreachable while this call is under way; the call goes on until cancelled. */
    void onReplicaDown();

    /** The operator drains the replica while this call is under way; the call goes on. */
    default void onReplicaDraining() {}

    /** This gateway stops while this call is under way; the call goes on. */
    default void onGatewayStopping() {}

    /** 101: the channel, its HTTP codec still in place, now belongs to the listener. */
    default void onUpgraded(HttpResponse head, Channel channel) {
        channel.close();
    }
}
