package io.holdfast.cli.demo;

import io.holdfast.cli.process.Child;
import io.holdfast.cli.process.HealthCheck;
import io.holdfast.cli.process.Order;
import io.holdfast.cli.process.ProcessTable.Row;
import io.holdfast.cli.process.ProcessTable.State;
import io.holdfast.cli.time.SystemTicker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A replica that is started again whenever it ends, unless an order stopped it. Moved by {@link #tick} alone. */
final class KeptReplica {

    private static final Duration PROBE = Duration.ofMillis(500);

    /** What it is doing. */
    private enum Phase {
        STARTING,
        SERVING,
        STOPPING,
        STOPPED,
        AWAY
    }

    private final String name;
    private final int port;
    private final List<String> command;
    private final Path directory;
    private final Consumer<String> tell;

    private @Nullable Child child;
    private Phase phase = Phase.STOPPED;
    private boolean endSeen;
    private boolean servedBefore;
    private int failedStarts;
    private long until;
    private String startedAt = "";
    private @Nullable String finishedAt;
    private String doneOrder = "";
    private String openOrder = "";
    private String failure = "";

    KeptReplica(String name, int port, List<String> command, Path directory, Consumer<String> tell) {
        this.name = name;
        this.port = port;
        this.command = List.copyOf(command);
        this.directory = directory;
        this.tell = tell;
    }

    String name() {
        return name;
    }

    int port() {
        return port;
    }

    boolean serving() {
        return phase == Phase.SERVING;
    }

    int failedStarts() {
        return failedStarts;
    }

    Path log() {
        return directory.resolve(name + ".log");
    }

    long pid() {
        return child == null ? 0 : child.pid();
    }

    @Nullable Child child() {
        return child;
    }

    void start() throws IOException {
        child = Child.start(command, directory, log());
        startedAt = now().toString();
        finishedAt = null;
        endSeen = false;
        phase = Phase.STARTING;
    }

    /** Looks what became of it, and does what is due. */
    void tick(long nanos) throws IOException, InterruptedException {
        switch (phase) {
            case STARTING -> {
                if (!ended(nanos) && health().well()) {
                    served();
                }
            }
            case SERVING -> ended(nanos);
            case STOPPING -> stopping(nanos);
            case AWAY -> {
                if (nanos - until >= 0) {
                    start();
                }
            }
            case STOPPED -> {
                // Until an order starts it.
            }
        }
        Order.take(directory, name).ifPresent(order -> obey(order, nanos));
    }

    private void served() {
        phase = Phase.SERVING;
        failedStarts = 0;
        if (servedBefore) {
            tell.accept(name + " is back (pid " + pid() + ")");
        }
        servedBefore = true;
    }

    /** An end is acted on when it is seen twice: Ctrl-C ends the replicas a moment before the demo hears of it. */
    private boolean ended(long nanos) {
        if (child == null || child.alive()) {
            return false;
        }
        if (!endSeen) {
            endSeen = true;
            return true;
        }
        boolean failed = phase == Phase.STARTING;
        failedStarts = failed ? failedStarts + 1 : 0;
        Duration away = ComeBackRule.after(failedStarts);
        until = nanos + away.toNanos();
        finishedAt = now().toString();
        phase = Phase.AWAY;
        String why = failed ? " before it served: " + String.join(" ", Logs.lastLines(log(), 1)) : "";
        tell.accept(name + " (pid " + pid() + ") " + Exit.words(child.exitCode()) + why + "; it comes back in "
                + away.toSeconds() + " s");
        return true;
    }

    private void stopping(long nanos) throws InterruptedException {
        if (child != null && child.alive()) {
            if (nanos - until < 0) {
                return;
            }
            tell.accept(name + " did not end in time and is killed");
            child.kill();
        }
        finishedAt = now().toString();
        phase = Phase.STOPPED;
        tell.accept(name + " is stopped");
        done(openOrder, "");
    }

    private void obey(Order order, long nanos) {
        if (order.run()) {
            runAgain(order);
        } else if (child != null && child.alive()) {
            tell.accept(name + " (pid " + pid() + ") is asked to stop");
            child.terminate();
            until = nanos + Duration.ofMillis(order.graceMillis()).toNanos();
            openOrder = order.id();
            phase = Phase.STOPPING;
        } else {
            phase = Phase.STOPPED;
            done(order.id(), "");
        }
    }

    private void runAgain(Order order) {
        try {
            if (child == null || !child.alive()) {
                start();
            }
            done(order.id(), "");
        } catch (IOException e) {
            done(order.id(), String.valueOf(e.getMessage()));
        }
    }

    private void done(String order, String why) {
        doneOrder = order;
        failure = why;
    }

    private HealthCheck.Answer health() {
        return HealthCheck.ask(healthUrl(), PROBE);
    }

    private String healthUrl() {
        return "http://127.0.0.1:" + port + "/api/health";
    }

    private static Instant now() {
        return SystemTicker.wall();
    }

    Row row() {
        State state =
                switch (phase) {
                    case STARTING, SERVING, STOPPING -> State.RUNNING;
                    case AWAY -> State.COMING_BACK;
                    case STOPPED -> State.STOPPED;
                };
        return new Row(
                name,
                "api",
                "127.0.0.1:" + port,
                healthUrl(),
                pid(),
                state,
                startedAt,
                finishedAt,
                child == null || state == State.RUNNING ? null : child.exitCode(),
                log().toString(),
                doneOrder,
                failure);
    }
}
