package io.holdfast.gateway.service;

import java.time.Instant;

/**
 * Where time comes from: {@link #nanos()} for every duration and deadline, {@link #now()} only to show a person.
 * Decisions take nanoseconds as an argument; what carries them out holds one of these.
 */
public interface Time {

    /** Monotonic nanoseconds with an arbitrary origin, as {@link System#nanoTime()}. */
    long nanos();

    /** The wall clock, for display only. */
    Instant now();

    /** The machine's clocks. */
    static Time system() {
        return SystemTime.INSTANCE;
    }

    /** The only reader of the machine's clocks in the gateway. */
    enum SystemTime implements Time {
        INSTANCE;

        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant now() {
            return Instant.now();
        }
    }
}
