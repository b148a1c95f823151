package io.holdfast.cli.driver;

import org.jspecify.annotations.Nullable;

/** A driver whose engine tells of changes as they happen. Whoever listens still polls now and then: streams end. */
public interface EventSource {

    /**
     * Begins to follow.
     *
     * @param afterNanos only what happened after this engine time (nanoseconds since the epoch), as far as the engine
     *     remembers; 0: from now on
     * @param listener told in order, from one thread
     * @return ends it; {@link Listener#ended} is then not called
     * @throws DriverException with {@code AWAY} when the engine cannot be reached
     */
    Following follow(long afterNanos, Listener listener) throws DriverException;

    /** A stream of events being followed. */
    interface Following extends AutoCloseable {
        @Override
        void close();
    }

    /** Who is told. */
    interface Listener {

        /** An event. Must not block. */
        void happened(DriverEvent event);

        /** The stream ended without being closed here; follow again after a while. */
        void ended(@Nullable Throwable why);
    }
}
