package io.holdfast.cli.drill;

import io.holdfast.cli.drill.wire.Request;
import io.holdfast.cli.process.Child;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A replica of the stub API as a process that can be killed, stopped, made faulty and started again. */
final class Replica {
    private static final long START = TimeUnit.SECONDS.toNanos(30);
    private static final long FAULTS = TimeUnit.SECONDS.toNanos(5);

    private final String name;
    private final Direct direct;
    private final List<String> command;
    private final Path log;
    private Child child;

    Replica(String name, Direct direct, List<String> command, Path log) {
        this.name = name;
        this.direct = direct;
        this.command = List.copyOf(command);
        this.log = log;
    }

    String name() {
        return name;
    }

    /** As the gateway names it: host and port. */
    String authority() {
        return direct.entry().authority();
    }

    Direct direct() {
        return direct;
    }

    Child child() {
        return child;
    }

    boolean running() {
        return child != null && child.alive();
    }

    /** Starts the process; does not wait until it serves. */
    void start() throws IOException {
        child = Child.start(command, log);
    }

    /**
     * Waits until it answers.
     *
     * @return when it did
     */
    long awaitServing() throws IOException, InterruptedException {
        try {
            return direct.await(Request.get("/api/health"), answer -> answer.status() < 500, START);
        } catch (IOException e) {
            throw new IOException(name + " does not serve (see " + log + "): " + e.getMessage(), e);
        }
    }

    /** Whether it answers now. */
    boolean serves() {
        try {
            return direct.ask(Request.get("/api/health"), FAULTS).status() < 500;
        } catch (IOException e) {
            return false;
        }
    }

    /** Switches faults on, as the stub names them. */
    void fault(String json) throws IOException {
        direct.demand(Request.json("PUT", "/faults", json), FAULTS);
    }

    /** Ends it whatever it does. */
    void end() throws InterruptedException {
        if (child != null) {
            child.kill();
        }
    }
}
