package io.holdfast.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;

/** Decoders of frames that only complain of what is broken; what follows is for the session to say. */
final class FrameDecoders {

    private FrameDecoders() {}

    /**
     * One decoder.
     *
     * @param masked whether frames have to be masked: a client's
     * @param maxFrame longest payload in bytes
     */
    static WebSocket13FrameDecoder decoder(boolean masked, int maxFrame) {
        return new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxFrame)
                .expectMaskedFrames(masked)
                .allowMaskMismatch(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build());
    }
}
