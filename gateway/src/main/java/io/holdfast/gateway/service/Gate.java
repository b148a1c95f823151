package io.holdfast.gateway.service;

/**
 * The gate of a circuit breaker: the breaker sets it from the outcomes that it is told; balance and exchange obey it
 * and never see how it decides.
 */
public interface Gate {

    /** The breaker's state. */
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** The present state, for display and for picking: open is not to be picked, half-open only when a permit is had. */
    State state();

    /** Takes a permit for one call; each permit taken is given back by exactly one of the calls below. */
    boolean tryEnter();

    /**
     * Enters without a permit, since no better replica is there: the call is ended as any other, and takes no permit
     * from those that have one.
     */
    default void enterAnyway() {}

    /** The call succeeded after so long. */
    void success(long nanos);

    /** The call failed (as rule 9 says what a failure is) after so long. */
    void failure(long nanos);

    /** The call ended and says nothing about health (cancelled, never sent): the permit goes back. */
    void release();

    /** An operator's word: open now, as if calls had failed. */
    default void trip() {}

    /** A gate that always admits. */
    static Gate open() {
        return AlwaysOpen.INSTANCE;
    }

    /** For services without a breaker, and for tests. */
    enum AlwaysOpen implements Gate {
        INSTANCE;

        @Override
        public State state() {
            return State.CLOSED;
        }

        @Override
        public boolean tryEnter() {
            return true;
        }

        @Override
        public void success(long nanos) {}

        @Override
        public void failure(long nanos) {}

        @Override
        public void release() {}
    }
}
