package io.holdfast.gateway.stream;

/**
 * Which events of a new connection are a repetition of those delivered before ({@link WithoutId#SKIP_REPLAYED}). It
 * compares hashes, in order, from the first event of the new connection; it never sees a comment, so a heartbeat neither
 * matches nor ends a replay, nor does it keep one waiting.
 *
 * <p>An API may send once more what followed the last id, or, if it gives no ids or does not heed {@code Last-Event-ID},
 * everything from its start. While events are equal they are withheld. When the last one delivered has come, all are
 * dropped. They are delivered after all when something else comes, or nothing for {@link #PAUSE_NANOS}, or when they are
 * too many bytes: a repeat rather than a loss. Two additions keep this rule from harm:
 * <ul>
 *   <li>Equal events prove little when they are all alike (a status that does not change). Those are withheld for
 *       {@link #ALIKE_NANOS} at most, however fast they come: the stream must not fall silent.
 *   <li>Equal events prove much when many different ones come in the same order. When those are too many bytes to
 *       withhold they are dropped, since a log of many megabytes is replayed as well.
 * </ul>
 */
final class ReplayRule {

    /** What to do with an event. */
    enum Step {
        /** The client gets it; nothing is withheld. */
        DELIVER,
        /** Nobody gets it yet. */
        WITHHOLD,
        /** Neither it nor what is withheld is for the client, who has them. */
        DROP,
        /** The client gets what is withheld, then it. */
        DELIVER_ALL
    }

    private enum State {
        OFF,
        /** Before the first event of a new connection. */
        FIRST,
        WITHHOLDING,
        /** Certainly a replay: dropped without being withheld. */
        PROVEN
    }

    static final long PAUSE_NANOS = 1_000_000_000L;
    static final long ALIKE_NANOS = 2_000_000_000L;
    static final int MOST_BYTES = 1 << 20;
    /** So many different events, equal and in order, are no coincidence. */
    static final int PROOF = 16;

    private final DeliveredEvents delivered;
    private final long[] different = new long[PROOF];
    private int differences;
    private State state = State.OFF;
    private boolean asked;
    private boolean anew;
    private int begin;
    private int cursor;
    private int sinceId;
    private long firstAt;
    private long lastAt;
    private long bytes;

    ReplayRule(DeliveredEvents delivered) {
        this.delivered = delivered;
    }

    /**
     * A new connection begins.
     *
     * @param askedById whether the last id was sent, so that the API should continue behind it
     */
    void begin(boolean askedById) {
        asked = askedById;
        anew = false;
        differences = 0;
        bytes = 0;
        begin = 0;
        cursor = 0;
        sinceId = 0;
        state = State.FIRST;
    }

    /** The event of the last id came again and was dropped. If the stream began with it, it may be beginning anew. */
    void dropped(long hash) {
        anew = delivered.fromStart() && delivered.tail() == 1 && delivered.is(0, hash);
    }

    /** The event that was withheld just now is the first of its id. */
    void firstOfId() {
        sinceId = 0;
    }

    /** The next event: its hash and size. */
    Step step(long hash, long size, long now) {
        return switch (state) {
            case OFF -> Step.DELIVER;
            case FIRST -> first(hash, size, now);
            case WITHHOLDING, PROVEN -> {
                if (!delivered.is(cursor, hash)) {
                    yield giveUp() ? Step.DELIVER_ALL : Step.DELIVER;
                }
                yield equal(hash, size, now);
            }
        };
    }

    private Step first(long hash, long size, long now) {
        boolean whole = delivered.fromStart();
        if (asked && delivered.is(delivered.tail(), hash)) {
            begin = delivered.tail();
        } else if (whole && delivered.is(0, hash)) {
            begin = 0;
        } else {
            goOn(0);
            return Step.DELIVER;
        }
        cursor = begin;
        firstAt = now;
        state = State.WITHHOLDING;
        return equal(hash, size, now);
    }

    private Step equal(long hash, long size, long now) {
        cursor++;
        sinceId++;
        lastAt = now;
        bytes += size;
        learn(hash);
        if (cursor == delivered.size()) {
            state = State.OFF;
            return Step.DROP;
        }
        if (state == State.PROVEN) {
            return Step.DROP;
        }
        if (bytes <= MOST_BYTES) {
            return Step.WITHHOLD;
        }
        if (differences == PROOF) {
            state = State.PROVEN;
            return Step.DROP;
        }
        giveUp();
        return Step.DELIVER_ALL;
    }

    private void learn(long hash) {
        for (int i = 0; i < differences; i++) {
            if (different[i] == hash) {
                return;
            }
        }
        if (differences < PROOF) {
            different[differences++] = hash;
        }
    }

    /** Whether what is withheld has waited long enough; then {@link #giveUp} and deliver it. */
    boolean overdue(long now) {
        if (state != State.WITHHOLDING) {
            return false;
        }
        boolean alike = differences < cursor - begin && differences < PROOF;
        return now - lastAt > PAUSE_NANOS || alike && now - firstAt > ALIKE_NANOS;
    }

    /**
     * What came is no replay.
     *
     * @return whether something was withheld, which the client now gets
     */
    boolean giveUp() {
        if (state != State.WITHHOLDING && state != State.PROVEN) {
            return false;
        }
        boolean withheld = state == State.WITHHOLDING;
        goOn(cursor - begin);
        return withheld;
    }

    /**
     * From here on the present connection shows what the API would send once more: of the events before it, those that
     * came again on it, and what follows.
     */
    private void goOn(int repeated) {
        state = State.OFF;
        if (!asked) {
            if (repeated == 0) {
                delivered.restart();
            } else {
                delivered.truncate(repeated);
            }
        } else if (anew) {
            delivered.truncate(delivered.tail() + repeated);
        } else {
            delivered.keep(cursor - sinceId, cursor);
        }
    }

    /** Whether events of the whole stream, ids and all, are being repeated. */
    boolean fromStart() {
        return (state == State.WITHHOLDING || state == State.PROVEN) && begin < delivered.tail();
    }

    /** Whether events are withheld, so that time matters. */
    boolean withholding() {
        return state == State.WITHHOLDING;
    }
}
