package io.holdfast.gateway;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends the process, as SIGTERM does, when its standard input ends. Whoever starts it with a pipe there takes it along, also
 * when killed by a signal that no one can catch.
 */
final class EndWithInput {
    private EndWithInput() {}

    static void watch(InputStream input, Runnable ended) {
        Thread reader = new Thread(
                () -> {
                    drain(input);
                    ended.run();
                },
                "end-with-input");
        reader.setDaemon(true);
        reader.start();
    }

    private static void drain(InputStream input) {
        try {
            while (input.read() >= 0) {
                // What is said there means nothing.
            }
        } catch (IOException e) {
            // An input that cannot be read has ended.
        }
    }
}
