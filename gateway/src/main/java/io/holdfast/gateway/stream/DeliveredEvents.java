package io.holdfast.gateway.stream;

import java.util.Arrays;

/**
 * What an API might send once more: a hash for each event delivered, in order. With ids in force that is the tail behind
 * the last id; the events before it are kept for a while as well, for an API that gives ids and yet begins from its
 * start. Bounded: past {@link #MOST} events nothing can be recognised.
 */
final class DeliveredEvents {

    /** 512 KB of hashes. */
    static final int MOST = 65_536;
    /** Streams with ids live long and rarely need more than the tail: 8 KB. */
    static final int MOST_WITH_IDS = 1_024;

    private static final long[] NONE = {};

    private long[] hashes = NONE;
    private int size;
    private int tail;
    private boolean fromStart = true;
    private boolean overflowed;

    /** An event that was delivered and is not the first of its id. */
    void add(long hash) {
        if (overflowed) {
            return;
        }
        if (size == MOST) {
            forget();
            overflowed = true;
            return;
        }
        append(hash);
        if (tail > 0 && size > MOST_WITH_IDS) {
            keep(tail, size);
        }
    }

    /** The first block of an id was delivered: an API that resumes continues behind it. */
    void addFirstOfId(long hash) {
        if (fromStart && size < MOST_WITH_IDS) {
            append(hash);
            tail = size;
        } else {
            forget();
        }
    }

    /** Forgets all but the first so many. */
    void truncate(int kept) {
        size = kept;
        tail = Math.min(tail, kept);
    }

    /** Forgets all but these, which followed an id. */
    void keep(int from, int to) {
        System.arraycopy(hashes, from, hashes, 0, to - from);
        size = to - from;
        tail = 0;
        fromStart = false;
        overflowed = false;
    }

    /** Forgets all; what is added now follows an id. */
    void forget() {
        hashes = NONE;
        size = 0;
        tail = 0;
        fromStart = false;
        overflowed = false;
    }

    /** Forgets all; what is added now is what a connection begins with. */
    void restart() {
        forget();
        fromStart = true;
    }

    private void append(long hash) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, Math.max(16, size * 2));
        }
        hashes[size++] = hash;
    }

    int size() {
        return size;
    }

    /** Index of the first event behind the last id; 0 without ids. */
    int tail() {
        return tail;
    }

    /** Whether the list goes back to the first event of a connection. */
    boolean fromStart() {
        return fromStart;
    }

    boolean is(int index, long hash) {
        return index < size && hashes[index] == hash;
    }
}
