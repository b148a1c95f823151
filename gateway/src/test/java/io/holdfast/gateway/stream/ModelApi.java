package io.holdfast.gateway.stream;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An API whose event stream is the same on every replica: what it sends to a client that has seen up to some id. */
final class ModelApi {

    /** How it takes {@code Last-Event-ID}. */
    enum Manner {
        /** Sends what follows it. */
        AFTER,
        /** Sends it once more and what follows. */
        FROM,
        /** Does not heed it: sends all. */
        IGNORES
    }

    /** A block as it is on the wire, and the id that it sets, or null. */
    record Block(String wire, @Nullable String id) {}

    private final List<Block> blocks;
    private final Manner manner;
    private final String prefix;

    ModelApi(List<Block> blocks, Manner manner, boolean byteOrderMark) {
        this.blocks = blocks;
        this.manner = manner;
        this.prefix = byteOrderMark ? "\ufeff" : "";
    }

    byte[] answer(@Nullable String lastEventId) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(StreamClient.bytes(prefix));
        for (Block block : blocks.subList(begin(lastEventId), blocks.size())) {
            out.writeBytes(StreamClient.bytes(block.wire()));
        }
        return out.toByteArray();
    }

    private int begin(@Nullable String lastEventId) {
        if (lastEventId == null || manner == Manner.IGNORES) {
            return 0;
        }
        for (int i = 0; i < blocks.size(); i++) {
            if (lastEventId.equals(blocks.get(i).id())) {
                return manner == Manner.FROM ? i : i + 1;
            }
        }
        return 0;
    }
}
