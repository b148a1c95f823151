package io.holdfast.gateway.balance;

/** The hashes of rendezvous hashing: the replica with the highest score for a key is the key's own. */
final class RendezvousRule {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private RendezvousRule() {}

    /** FNV-1a over the characters: equal for equal texts, whatever class holds them. */
    static long hash(CharSequence key) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < key.length(); i++) {
            hash = (hash ^ key.charAt(i)) * FNV_PRIME;
        }
        return mix(hash);
    }

    /** How much a key wants a replica. */
    static long score(long keyHash, int replicaHash) {
        return mix(keyHash + replicaHash * 0x9e3779b97f4a7c15L);
    }

    /** A number from 0 to 1 that belongs to a score and is independent of its order. */
    static double unit(long score) {
        return (mix(score ^ 0x2545f4914f6cdd1dL) >>> 11) * 0x1.0p-53;
    }

    /** The finalizer of splitmix64 (Steele, Lea and Flood, 2014). */
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
