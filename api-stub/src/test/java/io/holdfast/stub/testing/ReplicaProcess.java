package io.holdfast.stub.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The stub as a process of its own, which can be killed. */
public final class ReplicaProcess implements AutoCloseable {
    private final Process process;
    private final BufferedReader out;
    private final String ready;

    private ReplicaProcess(Process process) throws IOException {
        this.process = process;
        this.out = process.inputReader(StandardCharsets.UTF_8);
        this.ready = String.valueOf(out.readLine());
    }

    /** What a command left behind that ended by itself. */
    public record Finished(int exit, String out, String err) {}

    /** Starts a replica on a free port, and waits until it says that it listens. */
    public static ReplicaProcess start(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        ReplicaProcess replica = new ReplicaProcess(builder(all, Map.of())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
        if (!replica.ready.contains(" listening on ")) {
            replica.close();
            throw new IOException("it said: " + replica.ready);
        }
        return replica;
    }

    /** Runs a command to its end. */
    public static Finished run(Map<String, String> environment, String... arguments) throws Exception {
        Process process = builder(List.of(arguments), environment).start();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("it does not end");
        }
        return new Finished(
                process.exitValue(),
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8),
                new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    private static ProcessBuilder builder(List<String> arguments, Map<String, String> environment) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.holdfast.stub.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("STUB_"));
        builder.environment().putAll(environment);
        return builder;
    }

    /** The line that it began with. */
    public String ready() {
        return ready;
    }

    public int port() {
        return Integer.parseInt(ready.substring(ready.lastIndexOf(':') + 1));
    }

    /** Sends it a signal, such as STOP or CONT. */
    public void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start();
        if (kill.waitFor() != 0) {
            throw new IOException("kill -" + name + " failed");
        }
    }

    /** Closes the pipe that is its standard input, as the end of its parent would. */
    public void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** SIGTERM. By the handle, since {@code Process.destroy} closes the pipes too. */
    public void terminate() {
        process.toHandle().destroy();
    }

    /** SIGKILL, and waits until it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public int awaitExit() throws Exception {
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            throw new IOException("it does not end");
        }
        return process.exitValue();
    }

    /** What else it printed; to be read once it has ended. */
    public String rest() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            text.append(line).append('\n');
        }
        return text.toString();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
