package io.holdfast.stub.event;

import java.util.function.LongConsumer;

/** When the log of a job began: the same for every replica that shares a state. */
@FunctionalInterface
public interface LogStarts {
    /** Gives the time in milliseconds since 1970, from any thread; the first question is when it began. */
    void of(String job, LongConsumer started);
}
