package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.driver.Instance.Ending;
import io.holdfast.cli.driver.Instance.Health;
import io.holdfast.cli.driver.Instance.State;
import io.holdfast.cli.process.HealthCheck;
import io.holdfast.cli.process.Order;
import io.holdfast.cli.process.ProcessTable;
import io.holdfast.cli.process.ProcessTable.Row;
import io.holdfast.cli.run.Text;
import io.holdfast.cli.time.Ticker;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Replicas that a demo keeps as processes: reads its table, gives it orders. The demo alone starts and ends them. */
final class ProcessDriver implements Driver {

    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final Duration KEEPER = Duration.ofSeconds(10);
    private static final long POLL = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int TAIL_BYTES = 64 * 1024;

    private final Path directory;
    private final Ticker ticker;

    ProcessDriver(DriverSettings.Processes settings, Ticker ticker) {
        this.directory = settings.directory();
        this.ticker = ticker;
    }

    @Override
    public String kind() {
        return "process";
    }

    @Override
    public List<Instance> list() throws DriverException {
        return table().replicas().stream()
                .map(ProcessDriver::instance)
                .sorted(Comparator.comparing(Instance::service).thenComparing(Instance::name))
                .toList();
    }

    @Override
    public Instance inspect(Instance instance) throws DriverException {
        return instance(row(instance));
    }

    @Override
    public void start(Instance instance) throws DriverException {
        carryOut(instance, Order.start(UUID.randomUUID().toString()), Duration.ZERO);
    }

    @Override
    public void stop(Instance instance, Duration grace) throws DriverException {
        carryOut(instance, Order.stop(UUID.randomUUID().toString(), grace), grace);
    }

    @Override
    public Instance restart(Instance instance, Duration grace) throws DriverException {
        stop(instance, grace);
        start(instance);
        return inspect(instance);
    }

    @Override
    public List<String> lastLines(Instance instance, int lines) throws DriverException {
        String log = row(instance).log();
        try (RandomAccessFile file = new RandomAccessFile(log, "r")) {
            byte[] tail = new byte[(int) Math.min(file.length(), TAIL_BYTES)];
            file.seek(file.length() - tail.length);
            file.readFully(tail);
            return Text.lastLines(new String(tail, StandardCharsets.UTF_8), lines);
        } catch (IOException e) {
            throw new DriverException(Kind.FAILED, log + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void carryOut(Instance instance, Order order, Duration grace) throws DriverException {
        String name = row(instance).name();
        String what = (order.run() ? "start " : "stop ") + name;
        long deadline = ticker.nanos() + grace.plus(KEEPER).toNanos();
        try {
            order.give(directory, name);
            while (ticker.nanos() < deadline) {
                Row row = row(instance);
                if (row.order().equals(order.id())) {
                    if (!row.failure().isEmpty()) {
                        throw new DriverException(Kind.FAILED, what + ": " + row.failure());
                    }
                    return;
                }
                ticker.sleepUntil(ticker.nanos() + POLL);
            }
        } catch (DriverException said) {
            throw said;
        } catch (IOException e) {
            throw new DriverException(Kind.FAILED, what + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(Kind.FAILED, what + ": interrupted", e);
        }
        throw new DriverException(Kind.FAILED, what + ": the demo has not done it");
    }

    private ProcessTable table() throws DriverException {
        try {
            return ProcessTable.read(directory)
                    .filter(ProcessTable::kept)
                    .orElseThrow(() -> new DriverException(
                            Kind.AWAY,
                            "no demo runs with its state in " + directory + " (./holdfast demo starts one)"));
        } catch (DriverException said) {
            throw said;
        } catch (IOException e) {
            throw new DriverException(Kind.AWAY, String.valueOf(e.getMessage()), e);
        }
    }

    private Row row(Instance instance) throws DriverException {
        return table().replicas().stream()
                .filter(row -> row.name().equals(instance.id()))
                .findFirst()
                .orElseThrow(() -> new DriverException(
                        Kind.NOT_FOUND, instance.name() + ": the demo in " + directory + " has no such replica"));
    }

    private static Instance instance(Row row) {
        State state =
                switch (row.state()) {
                    case RUNNING -> State.RUNNING;
                    case COMING_BACK -> State.RESTARTING;
                    case STOPPED -> State.EXITED;
                };
        Ending ending =
                switch (row.state()) {
                    case RUNNING -> Ending.NONE;
                    case COMING_BACK -> Ending.BY_ITSELF;
                    case STOPPED -> Ending.ON_PURPOSE;
                };
        Health health = Health.NONE;
        String said = "";
        if (state == State.RUNNING) {
            HealthCheck.Answer answer = HealthCheck.ask(row.health(), PROBE);
            health = answer.well() ? Health.HEALTHY : Health.UNHEALTHY;
            said = row.health() + ": " + answer.said();
        }
        return new Instance(
                row.name(),
                row.name(),
                row.service(),
                state,
                health,
                Optional.of(Instant.parse(row.started())),
                Optional.ofNullable(row.finished()).map(Instant::parse),
                ending,
                row.exitCode() == null ? OptionalInt.empty() : OptionalInt.of(row.exitCode()),
                false,
                Text.line(said, 300),
                List.of(row.address()),
                Map.of("pid", Long.toString(row.pid())));
    }

    @Override
    public void close() {
        // Holds nothing open.
    }
}
