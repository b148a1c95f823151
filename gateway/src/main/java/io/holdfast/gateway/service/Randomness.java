package io.holdfast.gateway.service;

import java.util.concurrent.ThreadLocalRandom;

/** Where chance comes from; scripted in tests. */
@FunctionalInterface
public interface Randomness {

    /** A number from 0 (inclusive) to {@code bound} (exclusive). */
    int below(int bound);

    /** A number from 0 (inclusive) to 1 (exclusive), in steps of one millionth. */
    default double unit() {
        return below(1_000_000) / 1_000_000.0;
    }

    /** The machine's random source. */
    static Randomness system() {
        return bound -> ThreadLocalRandom.current().nextInt(bound);
    }
}
