package io.holdfast.stub.echo;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Bytes that begin as a PNG does and go on as noise, the same for the same name on every replica. */
final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Png() {}

    static byte[] like(String name, int length) {
        CRC32 seed = new CRC32();
        seed.update(name.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = new byte[length];
        new SplittableRandom(seed.getValue()).nextBytes(bytes);
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        return bytes;
    }
}
