package io.holdfast.cli.watch;

import io.holdfast.cli.notice.Notice;
import io.holdfast.cli.notice.NoticeText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Incidents of instances: one notice when one begins, one when it is over; and when they come too often, one that says so,
 * a summary each hour, and one when it has ended.
 */
final class Incidents {

    private static final long SUMMARY = Duration.ofHours(1).toMillis();

    /** Well for so long, an instance that was flapping is calm. */
    private static final long CALM = Duration.ofMinutes(30).toMillis();

    private final WatchPolicy policy;
    private final Notices notices;

    Incidents(WatchPolicy policy, Notices notices) {
        this.policy = policy;
        this.notices = notices;
    }

    /** It is broken: a new incident, or news of the present one. */
    List<Act> broken(Watched known, Fault fault, List<String> details, long now) {
        known.wellSince = 0;
        Watched.Incident incident = known.incident;
        if (incident != null) {
            incident.kind = fault.kind();
            incident.reason = fault.reason();
            return stillFlapping(known, now);
        }
        incident = new Watched.Incident();
        incident.id = known.name + "-" + now;
        incident.kind = fault.kind();
        incident.reason = fault.reason();
        incident.since = now;
        known.incident = incident;
        Watched.remember(known.incidents, now);
        if (known.flappingSince > 0) {
            known.flaps++;
            return stillFlapping(known, now);
        }
        int recent = Watched.within(known.incidents, now, policy.flapWithin().toMillis());
        incident.told = true;
        if (recent < policy.flapIncidents()) {
            return List.of(new Act.Tell(notices.of(Notice.Kind.INCIDENT, known, fault.reason(), details, now)));
        }
        known.flappingSince = now;
        known.summarisedAt = now;
        known.flaps = recent;
        incident.told = false;
        return List.of(new Act.Tell(notices.of(
                Notice.Kind.FLAPPING,
                known,
                recent + " incidents within " + policy.flapWithin().toMinutes() + " min, the last: " + fault.reason(),
                List.of("Single incidents are not told until it is calm."),
                now)));
    }

    private List<Act> stillFlapping(Watched known, long now) {
        if (known.flappingSince == 0 || now - known.summarisedAt < SUMMARY) {
            return List.of();
        }
        known.summarisedAt = now;
        return List.of(new Act.Tell(notices.over(
                Notice.Kind.STILL_FLAPPING,
                known,
                known.flaps + " incidents so far",
                Duration.ofMillis(now - known.flappingSince),
                now)));
    }

    /** It is well: the incident is over once it has been for long enough. */
    List<Act> well(Watched known, long now) {
        if (known.wellSince == 0 || known.wellSince > now) {
            known.wellSince = now;
        }
        List<Act> acts = new ArrayList<>();
        long well = now - known.wellSince;
        if (known.incident != null && well >= policy.settle().toMillis()) {
            acts.addAll(over(known, "healthy again", known.wellSince, now));
        }
        if (known.flappingSince > 0 && known.incident == null && well >= CALM) {
            acts.add(new Act.Tell(notices.over(
                    Notice.Kind.CALM,
                    known,
                    known.flaps + " incidents in all",
                    Duration.ofMillis(known.wellSince - known.flappingSince),
                    now)));
            known.flappingSince = 0;
            known.flaps = 0;
            known.incidents.clear();
        }
        return acts;
    }

    /** It is no longer the watch's business. */
    List<Act> leftAlone(Watched known, String why, long now) {
        known.wellSince = 0;
        return known.incident == null ? List.of() : over(known, why, now, now);
    }

    private List<Act> over(Watched known, String why, long end, long now) {
        Watched.Incident incident = known.incident;
        if (incident == null) {
            return List.of();
        }
        Duration lasted = Duration.ofMillis(Math.max(0, end - incident.since));
        List<Act> acts = new ArrayList<>();
        acts.add(new Act.Log(LogEntry.of(
                known, LogEntry.Level.INFO, "recovery", why + " after " + NoticeText.duration(lasted), now)));
        if (incident.told) {
            acts.add(new Act.Tell(notices.over(Notice.Kind.RECOVERY, known, why, lasted, now)));
        }
        known.incident = null;
        known.givenUp = false;
        return acts;
    }
}
