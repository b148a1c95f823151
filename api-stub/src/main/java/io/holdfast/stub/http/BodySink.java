package io.holdfast.stub.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Takes a request body as it comes. */
public interface BodySink {
    /** A piece of it, valid during the call only. */
    void data(ByteBuf piece);

    /** The body is whole. */
    void end(HttpHeaders trailers);
}
