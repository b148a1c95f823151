package io.holdfast.cli.driver;

import io.holdfast.cli.process.Order;
import io.holdfast.cli.process.ProcessTable;
import io.holdfast.cli.process.ProcessTable.Row;
import io.holdfast.cli.process.ProcessTable.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A keeper of processes that are rows of its table only: it takes orders as a demo does. */
final class ScriptedKeeper implements AutoCloseable {

    private final Path directory;
    private final List<Row> rows = new ArrayList<>();
    private final Thread thread = new Thread(this::keep, "scripted-keeper");
    private volatile String refusal = "";
    private volatile boolean leaving;

    ScriptedKeeper(Path directory, List<String> addresses) throws IOException {
        this.directory = directory;
        for (String address : addresses) {
            String name = "api-" + address.substring(address.indexOf(':') + 1);
            Path log = Files.writeString(directory.resolve(name + ".log"), "started\nserving\n");
            rows.add(row(name, address, State.RUNNING, log.toString(), "", ""));
        }
        write();
        thread.setDaemon(true);
        thread.start();
    }

    private static Row row(String name, String address, State state, String log, String order, String failure) {
        boolean runs = state == State.RUNNING;
        String now = Instant.now().toString();
        return new Row(
                name,
                "api",
                address,
                "http://127.0.0.1:1/nobody",
                4242,
                state,
                now,
                runs ? null : now,
                runs ? null : 143,
                log,
                order,
                failure);
    }

    /** Orders fail from now on, and why. */
    void refuse(String why) {
        refusal = why;
    }

    private void keep() {
        try {
            while (!leaving) {
                for (int i = 0; i < rows.size(); i++) {
                    obey(i);
                }
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (IOException | InterruptedException ended) {
            leaving = true;
        }
    }

    private void obey(int index) throws IOException {
        Row row = rows.get(index);
        Optional<Order> order = Order.take(directory, row.name());
        if (order.isEmpty()) {
            return;
        }
        State wanted = order.get().run() ? State.RUNNING : State.STOPPED;
        State state = refusal.isEmpty() ? wanted : row.state();
        Row next = row(row.name(), row.address(), state, row.log(), order.get().id(), refusal);
        rows.set(index, next);
        write();
    }

    private void write() throws IOException {
        ProcessHandle self = ProcessHandle.current();
        new ProcessTable(self.pid(), ProcessTable.startOf(self), "", "", 0, List.copyOf(rows)).write(directory);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        leaving = true;
        thread.join();
        ProcessTable.remove(directory);
    }
}
