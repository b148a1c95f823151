package io.holdfast.gateway.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import org.jspecify.annotations.Nullable;

/** Gathers a small body until it is whole (rule 4). */
final class WholeBody {

    private @Nullable ByteBuf gathered;

    void add(ByteBuf part) {
        if (gathered == null) {
            gathered = part;
        } else if (gathered instanceof CompositeByteBuf composite) {
            composite.addComponent(true, part);
        } else {
            gathered = ByteBufAllocator.DEFAULT
                    .compositeBuffer(64)
                    .addComponent(true, gathered)
                    .addComponent(true, part);
        }
    }

    int size() {
        return gathered == null ? 0 : gathered.readableBytes();
    }

    /** What was gathered, and belongs to the caller now; null when nothing. */
    @Nullable ByteBuf take() {
        ByteBuf all = gathered;
        gathered = null;
        return all;
    }

    void discard() {
        ByteBuf all = take();
        if (all != null) {
            all.release();
        }
    }
}
