package io.holdfast.cli.watch;

import io.holdfast.cli.notice.Notice;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes the notices of a watch; their ids are made of what they are about, so that a repeat is known by its id. */
final class Notices {

    private final String host;

    Notices(String host) {
        this.host = host;
    }

    Notice of(Notice.Kind kind, Watched known, String reason, List<String> details, long now) {
        return about(kind, known, reason, details, Optional.empty(), now);
    }

    Notice over(Notice.Kind kind, Watched known, String reason, Duration lasted, long now) {
        return about(kind, known, reason, List.of(), Optional.of(lasted), now);
    }

    private Notice about(
            Notice.Kind kind, Watched known, String reason, List<String> details, Optional<Duration> lasted, long now) {
        Watched.Incident incident = known.incident;
        String id = incident == null ? "" : incident.id;
        return new Notice(
                (id.isEmpty() ? known.name + "-" + now : id) + "-" + kind.word()
                        + (kind == Notice.Kind.STILL_FLAPPING ? "-" + now : ""),
                kind,
                Instant.ofEpochMilli(now),
                host,
                known.service,
                known.name,
                id,
                reason,
                details,
                lasted,
                incident == null ? 0 : incident.restarts);
    }

    Notice engine(Notice.Kind kind, String reason, Optional<Duration> lasted, long since, long now) {
        String id = "engine-" + since;
        return new Notice(
                id + "-" + kind.word(),
                kind,
                Instant.ofEpochMilli(now),
                host,
                "",
                "",
                id,
                reason,
                List.of(),
                lasted,
                0);
    }
}
