package io.holdfast.gateway.stream;

import java.nio.charset.Charset;
import java.util.Arrays;

/**
 * A short run of bytes that is filled again and again without garbage: the value of an {@code id} or {@code event}
 * field. Keeps at most {@link #MAX_KEPT} bytes; of a longer value it knows length and hash.
 */
final class ByteRun {

    /** Longer ids make no header that an API takes, longer names are no configured ones. */
    static final int MAX_KEPT = 4096;

    private byte[] kept = new byte[16];
    private int length;
    private long hash = Hash.START;

    void clear() {
        length = 0;
        hash = Hash.START;
    }

    void append(byte b) {
        if (length < MAX_KEPT) {
            if (length == kept.length) {
                kept = Arrays.copyOf(kept, length * 2);
            }
            kept[length] = b;
        }
        length++;
        hash = Hash.add(hash, b);
    }

    void append(byte[] bytes) {
        for (byte b : bytes) {
            append(b);
        }
    }

    void set(ByteRun other) {
        int used = other.used();
        if (kept.length < used) {
            kept = new byte[other.kept.length];
        }
        System.arraycopy(other.kept, 0, kept, 0, used);
        length = other.length;
        hash = other.hash;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean contains(byte b) {
        for (int i = 0; i < used(); i++) {
            if (kept[i] == b) {
                return true;
            }
        }
        return false;
    }

    boolean sameAs(ByteRun other) {
        return length == other.length
                && hash == other.hash
                && Arrays.equals(kept, 0, used(), other.kept, 0, other.used());
    }

    long hash() {
        return hash;
    }

    /** Whether all of it is kept and may stand in a header field (RFC 9110 section 5.5). */
    boolean isHeaderValue() {
        if (length > MAX_KEPT) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int c = kept[i] & 0xff;
            if (c < ' ' && c != '\t' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    String text(Charset charset) {
        return new String(kept, 0, used(), charset);
    }

    private int used() {
        return Math.min(length, MAX_KEPT);
    }
}
