package io.holdfast.gateway.service;

/** A gate that a test sets, and that counts what it is told. */
public final class ScriptedGate implements Gate {

    public State state = State.CLOSED;
    public int permits = Integer.MAX_VALUE;
    public int entered;
    public int anyway;
    public int successes;
    public int failures;
    public int released;

    @Override
    public State state() {
        return state;
    }

    @Override
    public boolean tryEnter() {
        if (state == State.OPEN || permits == 0) {
            return false;
        }
        permits--;
        entered++;
        return true;
    }

    @Override
    public void enterAnyway() {
        anyway++;
    }

    @Override
    public void success(long nanos) {
        successes++;
    }

    @Override
    public void failure(long nanos) {
        failures++;
    }

    @Override
    public void release() {
        released++;
    }
}
