package io.holdfast.stub.image;

import io.holdfast.stub.Time;
import io.holdfast.stub.http.Exchange;
import io.netty.buffer.ByteBuf;

/** Sends a part of an image, as fast as the client takes it or at a rate. */
final class Download {
    private static final int PIECE = 64 * 1024;
    private static final int PIECES_A_TURN = 16;
    private static final long TICK_MILLIS = 20;

    private final Exchange exchange;
    private final ImageBytes image;
    private final long begin;
    private final long end;
    private final long rate;
    private final long startedNanos;
    private long position;

    /**
     * @param end position after the last byte
     * @param rate bytes a second, 0: as fast as can be
     */
    Download(Exchange exchange, ImageBytes image, long begin, long end, long rate) {
        this.exchange = exchange;
        this.image = image;
        this.begin = begin;
        this.end = end;
        this.rate = rate;
        this.position = begin;
        this.startedNanos = Time.nanos();
    }

    void run() {
        if (rate == 0) {
            exchange.onWritable(this::turn);
        }
        turn();
    }

    private void turn() {
        if (exchange.over()) {
            return;
        }
        long allowed = allowed();
        for (int i = 0; i < PIECES_A_TURN && exchange.writable() && position < allowed; i++) {
            piece((int) Math.min(PIECE, allowed - position));
            if (exchange.over()) {
                return;
            }
        }
        if (position == end) {
            exchange.end();
        } else if (rate > 0) {
            exchange.after(TICK_MILLIS, this::turn);
        } else if (exchange.writable()) {
            // Others on this loop have their turn first.
            exchange.onLoop(this::turn);
        }
    }

    private long allowed() {
        if (rate == 0) {
            return end;
        }
        double seconds = (Time.nanos() - startedNanos) / 1e9;
        return (long) Math.min(end, begin + rate * seconds);
    }

    private void piece(int length) {
        ByteBuf piece = exchange.allocator().directBuffer(length);
        image.fill(position, piece.nioBuffer(0, length));
        piece.writerIndex(length);
        position += length;
        exchange.write(piece);
    }
}
