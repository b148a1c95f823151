package io.holdfast.cli.watch;

import java.io.IOException;

/** Where lines of the event log end. May block; used by one thread. */
interface LogSink extends AutoCloseable {

    void write(String line) throws IOException;

    @Override
    default void close() {}
}
