package io.holdfast.cli.notice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A notice for tests. */
final class Sample {

    static final Instant TIME = Instant.parse("2025-11-17T15:35:36Z");

    private Sample() {}

    static Notice notice(String id) {
        return new Notice(
                id,
                Notice.Kind.INCIDENT,
                TIME,
                "host",
                "api",
                "dsa110-api",
                "i-1",
                "unhealthy: <b>refused</b> & gone",
                List.of("Automatic restart: on"),
                Optional.empty(),
                0);
    }
}
