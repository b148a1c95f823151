package io.holdfast.stub.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Reads requests with heads of up to 64 KiB. */
final class RequestDecoder extends HttpRequestDecoder {
    private static final int MAX_HEAD = 64 * 1024;

    RequestDecoder() {
        super(new HttpDecoderConfig().setMaxInitialLineLength(MAX_HEAD).setMaxHeaderSize(MAX_HEAD));
    }
}
