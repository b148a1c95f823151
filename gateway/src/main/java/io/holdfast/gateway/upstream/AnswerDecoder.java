package io.holdfast.gateway.upstream;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers of one connection, one for each request. Bytes that belong to no request are nobody's answer: were
 * they kept, the next request on the connection would be given them. They close it (RFC 9112 section 9.2).
 */
final class AnswerDecoder extends HttpResponseDecoder {

    /** Heads larger than this are refused; bodies are handed on in parts of up to 64 KiB. */
    private static final HttpDecoderConfig LIMITS = new HttpDecoderConfig()
            .setMaxInitialLineLength(8192)
            .setMaxHeaderSize(65536)
            .setMaxChunkSize(65536);

    /** Of the request under way, or null: none is. */
    private @Nullable HttpMethod asked;

    AnswerDecoder() {
        super(LIMITS);
    }

    /** A request with this method is about to be written. */
    void expect(HttpMethod method) {
        asked = method;
    }

    /** The answer is whole. Says whether that was all that came. */
    boolean ended() {
        asked = null;
        return actualReadableBytes() == 0;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object msg) throws Exception {
        if (asked == null) {
            ReferenceCountUtil.release(msg);
            ctx.close();
            return;
        }
        super.channelRead(ctx, msg);
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage msg) {
        HttpResponseStatus status = ((HttpResponse) msg).status();
        return status.codeClass() != HttpStatusClass.INFORMATIONAL && HttpMethod.HEAD.equals(asked)
                || super.isContentAlwaysEmpty(msg);
    }
}
