package io.holdfast.cli.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A process that this one started; its output goes to a file. Its input is a pipe that ends with this process, whatever
 * ends it: a child told to end with its input is never left behind.
 */
public final class Child {
    /** Also keeps the pipe open: it is closed when nothing refers to the process any more. */
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    public static Child start(List<String> command, Path log) throws IOException {
        return start(command, Path.of(""), log);
    }

    /**
     * Starts it.
     *
     * @param directory its working directory
     * @param log where its output and errors are appended
     */
    public static Child start(List<String> command, Path directory, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toAbsolutePath().toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Child(builder.start());
    }

    public long pid() {
        return process.pid();
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** How it ended: its exit code, 128 + the signal when it was killed. */
    public int exitCode() {
        return process.exitValue();
    }

    /** SIGKILL: gone before the call returns. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM: asked to end. */
    public void terminate() {
        process.destroy();
    }

    /** Whether it ended in time. */
    public boolean awaitExit(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGSTOP: stands still with its sockets open, as a process does whose machine hangs. */
    public void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        // The shell's own kill: a slim image has no other.
        int exit = new ProcessBuilder("sh", "-c", "kill " + signal + " " + pid())
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " " + pid() + " exited with " + exit);
        }
    }
}
