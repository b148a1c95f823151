package io.holdfast.gateway.health;

import io.holdfast.gateway.service.Health.Phase;
import io.holdfast.gateway.service.Health.Reason;

/**
 * What becomes of a replica's health (section 4 of the design, rule 7). Times in nanoseconds.
 *
 * @param rise good probes in a row until it is up
 * @param fall bad probes in a row until it is down; a refusal counts for all of them
 * @param startPeriod how long a replica that never answered well is starting rather than down
 * @param interval between probes of a replica that is up
 * @param downInterval between probes of one that is not, or is about to be not
 */
record HealthRule(int rise, int fall, long startPeriod, long interval, long downInterval) {

    /** A suspicion that traffic has not repeated for so long is over: somebody heard from the replica. */
    static final long SUSPICION_NANOS = 1_000_000_000L;

    /** A replica that refuses is asked again no sooner than this. */
    static final long SOONEST_NANOS = 50_000_000L;

    /** It is asked again after this part of the time that it has been away, up to {@code down-interval}. */
    static final long SHARE_OF_AWAY = 50;

    /**
     * A probe ended.
     *
     * @param last whether no other replica is usable: silence alone then does not take it down
     */
    Watch probed(Watch w, Outcome outcome, boolean last, long now) {
        return switch (outcome.kind()) {
            case GOOD -> good(w.alive(now), now);
            case NOT_READY, WRONG -> bad(w.alive(now).failed(outcome.why()), outcome.kind(), w.refused(), now);
            case REFUSED -> refused(w.failed(outcome.why()), now);
            case LOST -> lost(w.failed(outcome.why()), last, now);
            case NOT_ASKED -> w;
        };
    }

    private Watch good(Watch w, long now) {
        if (w.phase() == Phase.UP) {
            return w.counts(0, 0);
        }
        Watch next = w.counts(w.good() + 1, 0);
        return next.good() >= rise ? next.to(Phase.UP, Reason.NONE, now).counts(0, 0) : next;
    }

    private Watch bad(Watch w, Outcome.Kind kind, boolean another, long now) {
        if (w.phase() == Phase.DOWN) {
            boolean starting = w.unreachable() && another && kind == Outcome.Kind.NOT_READY;
            return starting
                    ? w.to(Phase.STARTING, Reason.NONE, now)
                    : w.to(Phase.DOWN, Reason.UNHEALTHY, now).counts(0, 0);
        }
        Watch next = w.counts(0, w.bad() + 1);
        boolean patient = w.phase() == Phase.STARTING && kind == Outcome.Kind.NOT_READY && !started(w, now);
        return next.bad() >= fall && !patient ? next.to(Phase.DOWN, Reason.UNHEALTHY, now) : next;
    }

    private Watch refused(Watch w, long now) {
        Watch next = w.gone().counts(0, fall);
        return w.phase() == Phase.STARTING && !started(w, now)
                ? next.counts(0, 0)
                : next.to(Phase.DOWN, Reason.UNREACHABLE, now);
    }

    private Watch lost(Watch w, boolean last, long now) {
        Watch next = w.counts(0, w.bad() + 1);
        boolean hung = w.suspected() && now - w.suspectedAt() <= SUSPICION_NANOS && !last;
        boolean down = next.bad() >= fall || hung;
        if (!down || w.phase() == Phase.STARTING && !started(w, now)) {
            return next;
        }
        return next.to(Phase.DOWN, Reason.UNREACHABLE, now);
    }

    private boolean started(Watch w, long now) {
        return now - w.startedAt() >= startPeriod;
    }

    /** A request was refused. */
    Watch refusedRequest(Watch w, String why, long now) {
        return refused(w.failed(why), now);
    }

    /**
     * Until the next probe, from the end of the last. A process that has gone is asked for soon, and less often the longer
     * it is away, so that who waits for it waits little longer than it takes: a refusal costs nobody anything.
     */
    long nextProbe(Watch w, long now) {
        if (w.phase() == Phase.UP && w.bad() == 0) {
            return interval;
        }
        long most = Math.min(interval, downInterval);
        if (!w.unreachable() || !w.refused()) {
            return most;
        }
        return Math.min(most, Math.max(SOONEST_NANOS, (now - w.since()) / SHARE_OF_AWAY));
    }
}
