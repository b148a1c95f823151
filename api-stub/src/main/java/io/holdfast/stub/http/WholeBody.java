package io.holdfast.stub.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.function.Consumer;

/** Collects a body up to a limit; past it the answer is 413. */
final class WholeBody implements BodySink {
    private final Exchange exchange;
    private final int limit;
    private final Consumer<byte[]> whole;
    private final ByteBuf collected = Unpooled.buffer(256);
    private boolean refused;

    WholeBody(Exchange exchange, int limit, Consumer<byte[]> whole) {
        this.exchange = exchange;
        this.limit = limit;
        this.whole = whole;
    }

    @Override
    public void data(ByteBuf piece) {
        if (refused) {
            return;
        }
        if (collected.readableBytes() + piece.readableBytes() > limit) {
            refused = true;
            exchange.error(413, "the body is over " + limit + " bytes");
            return;
        }
        collected.writeBytes(piece);
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (!refused) {
            whole.accept(ByteBufUtil.getBytes(collected));
        }
    }
}
