package io.holdfast.cli.watch;

import io.holdfast.cli.driver.DriverEvent;
import io.holdfast.cli.driver.DriverException;
import io.holdfast.cli.driver.EventSource;
import io.holdfast.cli.driver.Instance;
import io.holdfast.cli.notice.Notice;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every source each interval and soon after each event, has the {@link Watch} judge, and carries out what it wants.
 * One thread does all of it but the restarts, each of which has its own. Nothing that fails ends it.
 */
final class WatchLoop {

    /** After an event more often follow: one look for all of them. */
    private static final long SOON_MILLIS = 300;

    /** A source that is away is tried again at least this often. */
    private static final long AWAY_MILLIS = 5_000;

    /** Why something ended is told on another connection than the list that shows it: give it this long to arrive. */
    private static final long TOLD_MILLIS = 300;

    /** A first watch asks for what happened lately: whether somebody stopped what it finds ended. */
    private static final long LATELY_MILLIS = 600_000;

    /** A restart under way is not left half done: a container removed and not made again would be worse than the wait. */
    static final Duration RESTART_END = Duration.ofMinutes(10);

    /** After that it is cut; what it drained is undrained all the same. */
    private static final Duration CUT_END = Duration.ofSeconds(15);

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** More waiting than this is dropped: the next look sees what it told. */
    private static final int ROOM = 10_000;

    private final List<Following> sources = new ArrayList<>();
    private final Watch watch;
    private final WatchState state;
    private final StateFile file;
    private final Replicas replicas;
    private final Restarter restarter;
    private final Rounds rounds;
    private final Supervisor supervisor;
    private final Consumer<LogEntry> log;
    private final Consumer<Notice> tell;
    private final Clock clock;
    private final Duration interval;

    private final BlockingQueue<Runnable> inbox = new ArrayBlockingQueue<>(ROOM);
    private final ExecutorService restarts = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "watch-restart");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile boolean stopping;
    private long nextSettle;
    private boolean unwritten;

    /** A source being followed. */
    private static final class Following {
        private final Source source;
        private EventSource.@Nullable Following events;
        private long nextLook;
        private boolean away;

        Following(Source source) {
            this.source = source;
        }
    }

    WatchLoop(
            List<Source> sources,
            Watch watch,
            WatchState state,
            StateFile file,
            Replicas replicas,
            Rounds rounds,
            Supervisor supervisor,
            Consumer<LogEntry> log,
            Consumer<Notice> tell,
            Clock clock,
            Duration interval) {
        sources.forEach(source -> this.sources.add(new Following(source)));
        this.watch = watch;
        this.state = state;
        this.file = file;
        this.replicas = replicas;
        this.restarter = new Restarter(replicas);
        this.rounds = rounds;
        this.supervisor = supervisor;
        this.log = log;
        this.tell = tell;
        this.clock = clock;
        this.interval = interval;
    }

    /** Watches until {@link #stop}. */
    void run() throws InterruptedException {
        boolean ready = false;
        try {
            while (!stopping) {
                for (Following source : sources) {
                    if (clock.millis() >= source.nextLook) {
                        lookSafely(source);
                    }
                }
                settle();
                keep();
                if (!ready) {
                    ready = true;
                    supervisor.ready();
                }
                supervisor.alive();
                takeIn(untilNextLook());
            }
        } finally {
            supervisor.stopping();
            sources.forEach(WatchLoop::leave);
            endRestarts();
            keep();
        }
    }

    /** Ends the loop; safe from any thread. */
    void stop() {
        stopping = true;
        // Something to wake up for; if there is no room, there is enough already.
        inbox.offer(() -> {});
    }

    /** What is under way is finished; what has not begun is undone. */
    private void endRestarts() throws InterruptedException {
        restarter.leave();
        restarts.shutdown();
        if (underWay.get() > 0) {
            log.accept(LogEntry.of(
                    LogEntry.Level.INFO,
                    "ending",
                    "Ending: a restart under way is finished first, within " + RESTART_END.toMinutes()
                            + " min; a second signal ends at once",
                    clock.millis()));
        }
        if (!restarts.awaitTermination(RESTART_END.toMillis(), TimeUnit.MILLISECONDS)) {
            restarts.shutdownNow();
            restarts.awaitTermination(CUT_END.toMillis(), TimeUnit.MILLISECONDS);
        }
        takeIn(0);
    }

    /** A gateway that was away at an undrain is told when it is back. */
    private void settle() {
        long now = clock.millis();
        if (now >= nextSettle && replicas.owes()) {
            nextSettle = now + AWAY_MILLIS;
            aside(replicas::settle);
        }
    }

    private long untilNextLook() {
        long now = clock.millis();
        long wait = supervisor.interval().toMillis();
        if (replicas.owes()) {
            wait = Math.min(wait, Math.max(0, nextSettle - now));
        }
        for (Following source : sources) {
            wait = Math.min(wait, source.nextLook - now);
        }
        return Math.max(0, wait);
    }

    private void takeIn(long millis) throws InterruptedException {
        Runnable first = inbox.poll(millis, TimeUnit.MILLISECONDS);
        for (Runnable next = first; next != null; next = inbox.poll()) {
            try {
                next.run();
            } catch (RuntimeException unforeseen) {
                log.accept(LogEntry.of(
                        LogEntry.Level.ERROR, "error", "an event was not understood: " + unforeseen, clock.millis()));
            }
        }
    }

    private void lookSafely(Following following) throws InterruptedException {
        following.nextLook = clock.millis() + interval.toMillis();
        try {
            look(following);
        } catch (DriverException failed) {
            leave(following);
            following.away = true;
            following.nextLook = clock.millis() + Math.min(AWAY_MILLIS, interval.toMillis());
            carryOut(watch.away(following.source.name(), String.valueOf(failed.getMessage()), clock.millis()));
        } catch (RuntimeException unforeseen) {
            // Said, and looked again at the next interval: a watch that ends watches nothing.
            log.accept(LogEntry.of(LogEntry.Level.ERROR, "error", "the look failed: " + unforeseen, clock.millis()));
        }
    }

    private void look(Following following) throws DriverException, InterruptedException {
        Source source = following.source;
        if (following.events == null && source.events().isPresent()) {
            long after = state.source(source.name()).eventNanos;
            long lately = (clock.millis() - LATELY_MILLIS) * NANOS_PER_MILLI;
            following.events = source.events().get().follow(after > 0 ? after : lately, new Listener(following));
        }
        long asked = clock.millis();
        List<Instance> instances = source.list();
        following.away = false;
        // To the end of that time: one event of a stop may come before the others.
        long until = clock.millis() + (anyEnded(instances) ? TOLD_MILLIS : 0);
        do {
            takeIn(Math.max(0, until - clock.millis()));
        } while (clock.millis() < until && !stopping);
        carryOut(watch.looked(
                source.name(),
                instances,
                source.expected(),
                instances.stream().allMatch(Instance::serving) ? Map.of() : replicas.usable(instances),
                asked,
                clock.millis()));
    }

    private static boolean anyEnded(List<Instance> instances) {
        return instances.stream().anyMatch(one -> one.state() == Instance.State.EXITED);
    }

    private static void leave(Following following) {
        EventSource.Following events = following.events;
        following.events = null;
        if (events != null) {
            events.close();
        }
    }

    private void carryOut(List<Act> acts) {
        for (Act act : acts) {
            if (act instanceof Act.Log line) {
                log.accept(line.entry());
            } else if (act instanceof Act.Tell news) {
                tell.accept(news.notice());
            } else if (act instanceof Act.Restart restart) {
                begin(restart);
            }
        }
    }

    private void begin(Act.Restart restart) {
        Following following = sources.stream()
                .filter(one -> one.source.name().equals(restart.source()))
                .findFirst()
                .orElseThrow();
        Optional<Rounds.Turn> turn = rounds.turn(restart.instance().service());
        if (turn.isEmpty()) {
            String why = "a restart of " + restart.instance().service() + " is under way";
            carryOut(watch.postponed(restart.instance(), why, clock.millis()));
            return;
        }
        log.accept(restart.line());
        // What it was about to do outlives a watch that ends in the middle.
        keep();
        aside(() -> {
            Restarter.Outcome outcome;
            underWay.incrementAndGet();
            try (Rounds.Turn held = turn.get()) {
                outcome = restarter.restart(following.source, restart.instance());
            } finally {
                underWay.decrementAndGet();
            }
            try {
                inbox.put(() -> {
                    carryOut(
                            outcome.begun()
                                    ? watch.restarted(restart.instance(), outcome.failure(), clock.millis())
                                    : watch.postponed(restart.instance(), "the watch ends", clock.millis()));
                    following.nextLook = Math.min(following.nextLook, clock.millis() + SOON_MILLIS);
                });
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void aside(Runnable task) {
        try {
            restarts.execute(task);
        } catch (RejectedExecutionException ending) {
            // The next watch takes it up.
        }
    }

    private void keep() {
        try {
            file.write(state);
            unwritten = false;
        } catch (IOException failed) {
            if (!unwritten) {
                unwritten = true;
                log.accept(LogEntry.of(
                        LogEntry.Level.ERROR,
                        "state",
                        "what the watch remembers cannot be written: " + failed,
                        clock.millis()));
            }
        }
    }

    /** Hears on the engine's thread, and hands over. */
    private final class Listener implements EventSource.Listener {

        private final Following following;

        Listener(Following following) {
            this.following = following;
        }

        @Override
        public void happened(DriverEvent event) {
            inbox.offer(() -> {
                carryOut(watch.heard(following.source.name(), event, clock.millis()));
                following.nextLook = Math.min(following.nextLook, clock.millis() + SOON_MILLIS);
            });
        }

        @Override
        public void ended(@Nullable Throwable why) {
            inbox.offer(() -> {
                leave(following);
                following.nextLook = Math.min(following.nextLook, clock.millis() + SOON_MILLIS);
            });
        }
    }
}
