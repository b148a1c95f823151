package io.holdfast.cli.watch;

import io.holdfast.cli.restart.ServiceLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The rounds of {@code holdfast restart}, which have the same right to a service as the watch: one of them at a time. */
final class Rounds {

    private final Path state;

    /** @param state the state directory that both use */
    Rounds(Path state) {
        this.state = state;
    }

    /** The right to restart one instance; no round begins before it is closed. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Empty while a round has the service. */
    Optional<Turn> turn(String service) {
        try {
            return ServiceLock.take(state, service).map(Rounds::turn);
        } catch (IOException unwritable) {
            // Without its directory the watch goes on all the same, and no round can begin.
            return Optional.of(() -> {});
        }
    }

    private static Turn turn(ServiceLock lock) {
        return () -> {
            try {
                lock.close();
            } catch (IOException broken) {
                // The end of the process gives it back.
            }
        };
    }
}
