package io.holdfast.cli.drill;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that the drill started; its output goes to a file. */
final class Child {
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    static Child start(List<String> command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return new Child(builder.start());
    }

    long pid() {
        return process.pid();
    }

    boolean alive() {
        return process.isAlive();
    }

    /** SIGKILL: gone before the call returns. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM: asked to end. */
    void terminate() {
        process.destroy();
    }

    /** Whether it ended in time. */
    boolean awaitExit(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    /** SIGSTOP: stands still with its sockets open, as a process does whose machine hangs. */
    void suspend() throws IOException, InterruptedException {
        signal("-STOP");
    }

    /** SIGCONT. */
    void resume() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder("kill", signal, Long.toString(pid())).start().waitFor();
        if (exit != 0) {
            throw new IOException("kill " + signal + " " + pid() + " exited with " + exit);
        }
    }
}
