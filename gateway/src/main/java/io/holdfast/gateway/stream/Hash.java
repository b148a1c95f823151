package io.holdfast.gateway.stream;

/**
 * The 64-bit hash by which events are compared: FNV-1a over the bytes, Murmur3's finalizer over the parts. Two different
 * events of one stream are taken for equal with a probability of about 2^-64; it is no defence against an API that
 * builds collisions for its own clients.
 */
final class Hash {

    static final long START = 0xcbf29ce484222325L;
    static final long PRIME = 0x100000001b3L;

    private Hash() {}

    static long add(long hash, byte b) {
        return (hash ^ (b & 0xff)) * PRIME;
    }

    /** Joins the hash of a part to that of the parts before it. */
    static long join(long hash, long part) {
        long h = hash * PRIME ^ part;
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
