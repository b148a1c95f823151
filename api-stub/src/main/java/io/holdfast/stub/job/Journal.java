package io.holdfast.stub.job;

import java.io.IOException;
import java.util.function.Consumer;

/** Lines that all replicas of a service append to. */
interface Journal {
    /** Adds a line, whole or not at all. */
    void append(String line) throws IOException;

    /**
     * Gives the lines that were added by anyone since the last time, or all of them if it was begun anew.
     *
     * @param anew called first when what was read before is no longer there
     */
    void read(Runnable anew, Consumer<String> line) throws IOException;
}
