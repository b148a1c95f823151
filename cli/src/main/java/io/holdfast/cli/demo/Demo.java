package io.holdfast.cli.demo;

import io.holdfast.cli.process.Child;
import io.holdfast.cli.process.HealthCheck;
import io.holdfast.cli.process.ProcessTable;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A gateway and replicas that run: keeps them, tells of them in its table, ends them. */
final class Demo {

    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long READY = TimeUnit.SECONDS.toNanos(90);
    private static final long END_MILLIS = 4_000;
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final Plan plan;
    private final Ticker ticker;
    private final List<KeptReplica> replicas = new ArrayList<>();
    private final Path directory;
    private @Nullable Child gateway;
    private @Nullable ProcessTable told;
    private boolean ending;

    Demo(Plan plan, Ticker ticker, Consumer<String> tell) {
        this.plan = plan;
        this.ticker = ticker;
        this.directory = plan.directory();
        int number = 1;
        for (int port : plan.replicaPorts()) {
            String name = "replica-" + number++;
            replicas.add(new KeptReplica(name, port, plan.replica(name, port), directory, tell));
        }
    }

    List<KeptReplica> replicas() {
        return replicas;
    }

    long gatewayPid() {
        return gateway == null ? 0 : gateway.pid();
    }

    /**
     * Starts everything.
     *
     * @throws IOException when it does not serve; everything may still run
     */
    void start() throws IOException, InterruptedException {
        synchronized (this) {
            if (ending) {
                return;
            }
            for (KeptReplica replica : replicas) {
                replica.start();
            }
            gateway = Child.start(plan.gateway(), directory, plan.gatewayLog());
        }
        awaitServing();
    }

    private void awaitServing() throws IOException, InterruptedException {
        long deadline = ticker.nanos() + READY;
        String said = "";
        while (tick()) {
            if (replicas.stream().allMatch(KeptReplica::serving)) {
                HealthCheck.Answer answer = HealthCheck.ask(plan.entry() + "/api/health", PROBE);
                if (answer.well()) {
                    return;
                }
                said = ": " + answer.said();
            }
            if (ticker.nanos() - deadline > 0) {
                throw new IOException("does not serve" + said + " (logs: " + directory + ")");
            }
            ticker.sleepUntil(ticker.nanos() + TICK);
        }
    }

    /** Keeps it running; returns when the gateway has ended, or when {@link #end} was called. */
    void keep() throws IOException, InterruptedException {
        while (tick()) {
            ticker.sleepUntil(ticker.nanos() + TICK);
        }
        // Ctrl-C reaches the gateway too, which may be gone a moment before the demo is told to end.
        ticker.sleepUntil(ticker.nanos() + 3 * TICK);
    }

    private synchronized boolean tick() throws IOException, InterruptedException {
        if (ending || gateway == null || !gateway.alive()) {
            return false;
        }
        for (KeptReplica replica : replicas) {
            replica.tick(ticker.nanos());
        }
        ProcessHandle self = ProcessHandle.current();
        ProcessTable now = new ProcessTable(
                self.pid(),
                ProcessTable.startOf(self),
                plan.entry(),
                plan.management(),
                gateway.pid(),
                replicas.stream().map(KeptReplica::row).toList());
        if (!now.equals(told)) {
            now.write(directory);
            told = now;
        }
        return true;
    }

    synchronized boolean ending() {
        return ending;
    }

    synchronized boolean gatewayAlive() {
        return !ending && gateway != null && gateway.alive();
    }

    /** How the gateway ended, in words; only once it has. */
    String gatewayEnd() {
        return gateway == null ? "was not started" : Exit.words(gateway.exitCode());
    }

    /** Ends everything, at first politely; once. */
    synchronized void end() throws IOException, InterruptedException {
        ending = true;
        List<Child> children = new ArrayList<>();
        if (gateway != null) {
            children.add(gateway);
        }
        for (KeptReplica replica : replicas) {
            Child child = replica.child();
            if (child != null) {
                children.add(child);
            }
        }
        children.forEach(Child::terminate);
        long deadline = ticker.nanos() + TimeUnit.MILLISECONDS.toNanos(END_MILLIS);
        for (Child child : children) {
            long left = TimeUnit.NANOSECONDS.toMillis(Math.max(0, deadline - ticker.nanos()));
            if (!child.awaitExit(left)) {
                child.kill();
            }
        }
        ProcessTable.remove(directory);
    }
}
