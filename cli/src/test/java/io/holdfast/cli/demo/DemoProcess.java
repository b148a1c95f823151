package io.holdfast.cli.demo;

import io.holdfast.cli.process.ProcessTable;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** {@code holdfast demo} as a user runs it: a process with output and an exit code. */
final class DemoProcess implements AutoCloseable {
    private static final long SECONDS = 120;

    final List<Integer> ports;
    private final Path state;
    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final List<String> seen = new ArrayList<>();
    private final Thread reader;

    private DemoProcess(List<Integer> ports, Path state, String... more) throws IOException {
        this.ports = ports;
        this.state = state;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(),
                "io.holdfast.cli.Main",
                "demo",
                "--gateway-port=" + ports.get(0),
                "--management-port=" + ports.get(1),
                "--replica-ports="
                        + ports.subList(2, ports.size()).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(",")),
                "--state=" + state));
        command.addAll(List.of(more));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        reader = new Thread(this::read, "demo-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** With two replicas, on ports that were free a moment ago. */
    static DemoProcess start(Path state, String... more) throws IOException {
        return new DemoProcess(freePorts(4), state, more);
    }

    static DemoProcess startOn(List<Integer> ports, Path state) throws IOException {
        return new DemoProcess(ports, state);
    }

    static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .replace(File.pathSeparator + File.pathSeparator, File.pathSeparator);
    }

    private void read() {
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                lines.add(line);
            }
        } catch (IOException killed) {
            // What came until then counts.
        }
    }

    /** Waits for a line with these words. */
    String await(String words) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (System.nanoTime() < deadline) {
            String line = lines.poll(100, TimeUnit.MILLISECONDS);
            if (line != null) {
                seen.add(line);
                if (line.contains(words)) {
                    return line;
                }
            } else if (!process.isAlive() && !reader.isAlive() && lines.isEmpty()) {
                break;
            }
        }
        throw new AssertionError("no line with '" + words + "' in:\n" + String.join("\n", seen));
    }

    /** Everything it said, once it has ended. */
    String rest() throws InterruptedException {
        awaitExit();
        reader.join(TimeUnit.SECONDS.toMillis(10));
        lines.drainTo(seen);
        return String.join("\n", seen);
    }

    int awaitExit() throws InterruptedException {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end");
        }
        return process.exitValue();
    }

    ProcessTable table() throws IOException {
        return ProcessTable.read(state).orElseThrow();
    }

    /** Every process it started, as handles that stay valid. */
    List<ProcessHandle> children() throws IOException {
        ProcessTable table = table();
        List<ProcessHandle> all = new ArrayList<>();
        ProcessHandle.of(table.gateway()).ifPresent(all::add);
        table.replicas().forEach(row -> ProcessHandle.of(row.pid()).ifPresent(all::add));
        return all;
    }

    void terminate() {
        process.destroy();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
