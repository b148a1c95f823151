package io.holdfast.gateway.exchange;

/**
 * The losses of replicas that one request was in flight at: losses less than two seconds apart count once, since
 * replicas that fall together fall for a common reason (rule 7, poison).
 */
final class Losses {

    static final long APART_NANOS = 2_000_000_000L;

    private int count;
    private long last;

    /** Notes a loss and says how many count now. */
    int add(long now) {
        if (count == 0 || now - last >= APART_NANOS) {
            count++;
        }
        last = now;
        return count;
    }

    /** What comes is judged anew. */
    void forget() {
        count = 0;
    }

    int count() {
        return count;
    }
}
