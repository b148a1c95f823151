package io.holdfast.gateway.hold;

/**
 * How many of those who wait are let out at once: 32 at first, twice as many with each round that was answered, half
 * as many after a failure (rule 6), as a TCP sender opens its window, so that the first replica to come back is not
 * drowned by what piled up. Not thread-safe.
 */
final class ReleaseRule {

    static final int FIRST = 32;
    static final int MOST = 1 << 20;

    private final int most;
    private int window;
    private int out;

    ReleaseRule() {
        this(MOST);
    }

    /** @param most that are ever out at once */
    ReleaseRule(int most) {
        this.most = most;
        this.window = Math.min(FIRST, most);
    }

    /** How many may be let out now of so many that wait; they count as out until answered or failed. */
    int release(int waiting) {
        int n = Math.max(0, Math.min(waiting, window - out));
        out += n;
        return n;
    }

    /** One that was let out got an answer. */
    void answered() {
        out = Math.max(0, out - 1);
        window = Math.min(most, window + 1);
    }

    /** One that was let out found no replica again, or lost it. */
    void failed() {
        out = Math.max(0, out - 1);
        window = Math.max(1, window / 2);
    }

    /** One that was let out ended without a word on replicas: its client left. */
    void gone() {
        out = Math.max(0, out - 1);
    }

    /** Nobody waits any more: the next outage begins anew. */
    void reset() {
        if (out == 0) {
            window = Math.min(FIRST, most);
        }
    }

    /** A replica is there again after none was: what failed before says nothing of it. */
    void anew() {
        window = Math.min(FIRST, most);
    }

    int window() {
        return window;
    }
}
