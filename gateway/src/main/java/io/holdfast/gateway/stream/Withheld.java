package io.holdfast.gateway.stream;

import java.util.Arrays;

/** Which ranges of the present connection are withheld: whole blocks, in order, joined where they touch. */
final class Withheld {

    private long[] ranges = new long[8];
    private int used;
    private long bytes;

    void add(long from, long to) {
        bytes += to - from;
        if (used > 0 && ranges[used - 1] == from) {
            ranges[used - 1] = to;
            return;
        }
        if (used == ranges.length) {
            ranges = Arrays.copyOf(ranges, used * 2);
        }
        ranges[used++] = from;
        ranges[used++] = to;
    }

    boolean isEmpty() {
        return used == 0;
    }

    long first() {
        return ranges[0];
    }

    long bytes() {
        return bytes;
    }

    void clear() {
        used = 0;
        bytes = 0;
    }

    void deliver(PassedRanges out) {
        for (int i = 0; i < used; i += 2) {
            out.pass(ranges[i], ranges[i + 1]);
        }
        clear();
    }
}
