package io.holdfast.cli.watch;

import io.holdfast.cli.driver.DriverEvent;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.notice.Notice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * The watch's judgement: hears events and looks, remembers, and says what is to be done. Does nothing itself, knows no
 * clock; used by one thread.
 */
final class Watch {

    /** Well for so long, an instance starts its pauses anew. */
    private static final long STEADY = Duration.ofMinutes(10).toMillis();

    /** Another replica's turn comes at the latest so long after a restart that has not ended well. */
    private static final long PATIENCE = Duration.ofMinutes(5).toMillis();

    /** An instance that was removed is remembered so long: it may be made anew under its name. */
    private static final long MEMORY = Duration.ofHours(2).toMillis();

    /** An engine that is away for less is not worth a notice. */
    private static final long AWAY = Duration.ofSeconds(10).toMillis();

    private final WatchPolicy policy;
    private final WatchState state;
    private final DoubleSupplier chance;
    private final FaultRule faults;
    private final RestartRule restarts;
    private final Notices notices;
    private final Incidents incidents;

    /**
     * @param state what an earlier watch remembered
     * @param host this machine's name, for notices
     * @param chance in [0, 1)
     */
    Watch(WatchPolicy policy, WatchState state, String host, DoubleSupplier chance) {
        this.policy = policy;
        this.state = state;
        this.chance = chance;
        faults = new FaultRule(policy);
        restarts = new RestartRule(policy);
        notices = new Notices(host);
        incidents = new Incidents(policy, notices);
        state.instances.values().forEach(Watch::resume);
    }

    /** What a watch that died was restarting, nobody is restarting now. */
    private static void resume(Watched known) {
        if (known.restartingSince > 0) {
            known.restartedAt = known.restartingSince;
            known.restartingSince = 0;
            known.restartFailed = true;
        }
    }

    /** An event of an instance. */
    List<Act> heard(String source, DriverEvent event, long now) {
        WatchState.Source from = state.source(source);
        from.eventNanos = Math.max(from.eventNanos, event.timeNanos());
        Watched known = state.instance(source, event.service(), event.name());
        boolean again = known.outOfMemoryAt > 0
                && now - known.outOfMemoryAt < Duration.ofHours(1).toMillis();
        HistoryRule.heard(known, event, now);
        if (event.what() != DriverEvent.What.OUT_OF_MEMORY) {
            return List.of();
        }
        String what = "the kernel killed one of its processes for want of memory";
        List<Act> acts = new ArrayList<>();
        acts.add(new Act.Log(LogEntry.of(known, LogEntry.Level.WARNING, "out-of-memory", what, now)));
        if (!again && known.incident == null) {
            acts.add(new Act.Tell(notices.of(Notice.Kind.WARNING, known, what, List.of(), now)));
        }
        return acts;
    }

    /**
     * What one look at all instances of a source saw.
     *
     * @param expected names that must be there
     * @param usable by {@link Watched#keyOf}, what the gateway says, as far as it is known
     */
    List<Act> looked(
            String source, List<Instance> instances, Set<String> expected, Map<String, Boolean> usable, long now) {
        return looked(source, instances, expected, usable, now, now);
    }

    /**
     * As above.
     *
     * @param asked when the look began: of what was restarted since then it tells nothing
     */
    List<Act> looked(
            String source,
            List<Instance> instances,
            Set<String> expected,
            Map<String, Boolean> usable,
            long asked,
            long now) {
        List<Act> acts = new ArrayList<>(back(source, now));
        Map<String, Finding> findings = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (Instance instance : instances) {
            Watched known = state.instance(source, instance.service(), instance.name());
            known.source = source;
            HistoryRule.looked(known, instance, now);
            findings.put(
                    known.key(),
                    known.restartedAt > asked ? new Finding.Starting() : faults.judge(instance, known, now));
            names.add(instance.name());
        }
        for (Instance instance : instances) {
            Watched known = state.instance(source, instance.service(), instance.name());
            acts.addAll(judged(instance, known, findings, usable, now));
        }
        Set<String> missing = new HashSet<>();
        for (String name : expected) {
            if (!names.contains(name)) {
                Watched known = state.instance(source, name, name);
                known.seenAt = now;
                missing.add(known.key());
                acts.addAll(broken(known, new Fault(Fault.Kind.MISSING, "there is no such container"), now));
            }
        }
        acts.addAll(forget(source, findings.keySet(), missing, names, now));
        return acts;
    }

    private List<Act> judged(
            Instance instance, Watched known, Map<String, Finding> findings, Map<String, Boolean> usable, long now) {
        List<Act> acts = new ArrayList<>();
        Finding finding = findings.get(known.key());
        LogEntry.Level level = finding instanceof Finding.Broken ? LogEntry.Level.WARNING : LogEntry.Level.INFO;
        acts.add(new Act.Log(LogEntry.of(instance, level, "status", "", now)));
        if (finding instanceof Finding.Well) {
            acts.addAll(incidents.well(known, now));
            known.said = "";
            if (now - known.wellSince >= STEADY) {
                known.attempts = 0;
                known.nextTryAt = 0;
            }
        } else if (finding instanceof Finding.Starting) {
            known.wellSince = 0;
        } else if (finding instanceof Finding.LeftAlone alone) {
            acts.addAll(incidents.leftAlone(known, alone.why(), now));
            acts.addAll(once(known, "left-alone", "left alone: " + alone.why(), now));
        } else if (finding instanceof Finding.Broken broken && known.restartingSince == 0) {
            acts.addAll(broken(known, broken.fault(), now));
            acts.addAll(act(instance, known, broken.fault(), findings, usable, now));
        }
        return acts;
    }

    private List<Act> broken(Watched known, Fault fault, long now) {
        List<Act> acts = new ArrayList<>();
        if (known.incident == null) {
            acts.add(new Act.Log(LogEntry.of(known, LogEntry.Level.ERROR, "incident", fault.reason(), now)));
        }
        acts.addAll(incidents.broken(known, fault, List.of("Automatic restart: " + plan(fault)), now));
        return acts;
    }

    private String plan(Fault fault) {
        if (!policy.autoRestart()) {
            return "off";
        }
        if (fault.kind() == Fault.Kind.RESTART_LOOP) {
            return "none, what runs it restarts it already";
        }
        return fault.kind().restartable() ? "on" : "none, it cannot help here";
    }

    private List<Act> act(
            Instance instance,
            Watched known,
            Fault fault,
            Map<String, Finding> findings,
            Map<String, Boolean> usable,
            long now) {
        RestartRule.Decision decision = restarts.decide(known, fault, around(known, findings, usable, now), now);
        if (decision instanceof RestartRule.Decision.Go) {
            known.restartingSince = now;
            return List.of(new Act.Restart(
                    known.source,
                    instance,
                    LogEntry.of(instance, LogEntry.Level.WARNING, "restart", fault.reason(), now)));
        }
        if (decision instanceof RestartRule.Decision.GiveUp given) {
            known.givenUp = true;
            return List.of(
                    new Act.Log(LogEntry.of(
                            instance, LogEntry.Level.ERROR, "gave-up", given.why() + ": " + fault.reason(), now)),
                    new Act.Tell(notices.of(
                            Notice.Kind.GAVE_UP,
                            known,
                            given.why(),
                            List.of("Last: " + fault.reason(), "It is left as it is until it is well again."),
                            now)));
        }
        return decision instanceof RestartRule.Decision.Wait wait && known.nextTryAt <= now
                ? once(known, "wait", "restart waits: " + wait.why(), now)
                : List.of();
    }

    private RestartRule.Service around(
            Watched known, Map<String, Finding> findings, Map<String, Boolean> usable, long now) {
        String busy = "";
        int others = 0;
        for (Watched other : state.instances.values()) {
            if (other == known || !other.service.equals(known.service)) {
                continue;
            }
            Finding finding = findings.get(other.key());
            if (other.restartingSince > 0 || (awaited(other, now) && !(finding instanceof Finding.Broken))) {
                busy = other.name;
            }
            if (usable.getOrDefault(other.key(), finding instanceof Finding.Well)) {
                others++;
            }
        }
        return new RestartRule.Service(busy, usable.getOrDefault(known.key(), false), others);
    }

    private static boolean awaited(Watched other, long now) {
        return other.incident != null && other.restartedAt > 0 && now - other.restartedAt < PATIENCE;
    }

    /**
     * A restart is done.
     *
     * @param failure why it failed, or empty
     */
    List<Act> restarted(Instance instance, Optional<String> failure, long now) {
        Watched known = state.instance("", instance.service(), instance.name());
        known.restartingSince = 0;
        known.said = "";
        known.restartedAt = now;
        known.restartFailed = failure.isPresent();
        known.stopped = false;
        known.wellSince = 0;
        Watched.remember(known.restarts, now);
        known.attempts++;
        Duration pause = restarts.pause(known.attempts, chance.getAsDouble());
        known.nextTryAt = now + pause.toMillis();
        if (known.incident != null) {
            known.incident.restarts++;
        }
        String next = ", next one in " + pause.toSeconds() + " s at the earliest";
        return List.of(new Act.Log(
                failure.isPresent()
                        ? LogEntry.of(
                                known,
                                LogEntry.Level.ERROR,
                                "restart-failed",
                                "restart failed: " + failure.get() + next,
                                now)
                        : LogEntry.of(
                                known,
                                LogEntry.Level.INFO,
                                "restarted",
                                "restarted, attempt " + known.attempts + next,
                                now)));
    }

    /** A restart was not begun: why is said once, and it is tried at the next look. */
    List<Act> postponed(Instance instance, String why, long now) {
        Watched known = state.instance("", instance.service(), instance.name());
        known.restartingSince = 0;
        return once(known, "wait", "restart waits: " + why, now);
    }

    /** What runs the instances cannot be reached: said once, and nothing that is known changes. */
    List<Act> away(String source, String why, long now) {
        WatchState.Source from = state.source(source);
        List<Act> acts = new ArrayList<>();
        if (from.awaySince == 0) {
            from.awaySince = now;
            acts.add(new Act.Log(LogEntry.of(LogEntry.Level.ERROR, "engine-away", why, now)));
        }
        if (!from.told && now - from.awaySince >= AWAY) {
            from.told = true;
            acts.add(new Act.Tell(notices.engine(Notice.Kind.ENGINE_AWAY, why, Optional.empty(), from.awaySince, now)));
        }
        return acts;
    }

    private List<Act> back(String source, long now) {
        WatchState.Source from = state.source(source);
        if (from.awaySince == 0) {
            return List.of();
        }
        long since = from.awaySince;
        Duration lasted = Duration.ofMillis(Math.max(0, now - since));
        List<Act> acts = new ArrayList<>();
        String what = source + " can be reached again";
        acts.add(new Act.Log(LogEntry.of(LogEntry.Level.INFO, "engine-back", what, now)));
        if (from.told) {
            acts.add(new Act.Tell(notices.engine(Notice.Kind.ENGINE_BACK, what, Optional.of(lasted), since, now)));
        }
        from.awaySince = 0;
        from.told = false;
        return acts;
    }

    private List<Act> forget(String source, Set<String> present, Set<String> missing, Set<String> names, long now) {
        List<Act> acts = new ArrayList<>();
        for (Watched known : List.copyOf(state.instances.values())) {
            boolean here = present.contains(known.key()) || missing.contains(known.key());
            if (!known.source.equals(source) || here || known.restartingSince > 0) {
                continue;
            }
            boolean again = names.contains(known.name);
            boolean old = now - known.seenAt > MEMORY;
            if (known.restartFailed && !again && !old) {
                Fault lost = new Fault(Fault.Kind.MISSING, "gone since a restart that did not succeed");
                acts.addAll(broken(known, lost, now));
                acts.addAll(once(known, "lost", lost.reason(), now));
            } else {
                acts.addAll(incidents.leftAlone(known, again ? "there again" : "removed", now));
            }
            if (old) {
                state.instances.remove(known.key());
            }
        }
        return acts;
    }

    private static List<Act> once(Watched known, String event, String what, long now) {
        if (known.said.equals(what)) {
            return List.of();
        }
        known.said = what;
        return List.of(new Act.Log(LogEntry.of(known, LogEntry.Level.INFO, event, what, now)));
    }
}
