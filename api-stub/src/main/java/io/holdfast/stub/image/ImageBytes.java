package io.holdfast.stub.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The bytes of an image, each known from its position alone, so that any part can be made anywhere: a FITS header block (the
 * FITS standard 4.0, 2,880 bytes of 80-character cards), then noise from the image's id.
 */
final class ImageBytes {
    private static final int BLOCK = 2880;
    private static final int CARD = 80;

    private final byte[] header;
    private final long seed;
    private final long size;

    ImageBytes(String id, long size) {
        this.size = size;
        this.seed = mix(id.hashCode() * 0x9E3779B97F4A7C15L);
        this.header = header(id, size);
    }

    long size() {
        return size;
    }

    private static byte[] header(String id, long size) {
        String object = id.replaceAll("[^\\x20-\\x26\\x28-\\x7e]", "?");
        String cards = card("SIMPLE", "T")
                + card("BITPIX", "8")
                + card("NAXIS", "1")
                + card("NAXIS1", Long.toString(Math.max(0, size - BLOCK)))
                + text("OBJECT", object.substring(0, Math.min(60, object.length())))
                + String.format(Locale.ROOT, "%-" + CARD + "s", "END");
        return String.format(Locale.ROOT, "%-" + BLOCK + "s", cards).getBytes(StandardCharsets.US_ASCII);
    }

    private static String card(String name, String value) {
        return String.format(Locale.ROOT, "%-" + CARD + "s", String.format(Locale.ROOT, "%-8s= %20s", name, value));
    }

    private static String text(String name, String value) {
        return String.format(Locale.ROOT, "%-" + CARD + "s", String.format(Locale.ROOT, "%-8s= '%s'", name, value));
    }

    /** Fills what remains of {@code out} with the bytes from {@code position} on. */
    void fill(long position, ByteBuffer out) {
        long at = position;
        while (out.hasRemaining() && at < BLOCK) {
            out.put(header[(int) at++]);
        }
        while (out.hasRemaining() && (at & 7) != 0) {
            out.put(noise(at++));
        }
        while (out.remaining() >= Long.BYTES) {
            out.putLong(mix(seed + (at >>> 3)));
            at += Long.BYTES;
        }
        while (out.hasRemaining()) {
            out.put(noise(at++));
        }
    }

    private byte noise(long position) {
        return (byte) (mix(seed + (position >>> 3)) >>> (56 - 8 * (position & 7)));
    }

    /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
    private static long mix(long value) {
        long z = value * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
