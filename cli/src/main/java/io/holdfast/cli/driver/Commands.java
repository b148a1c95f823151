package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.RunFailure;
import io.holdfast.cli.run.Runner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A runner that fails as drivers fail. */
class Commands {

    private final Runner runner;
    private final Map<String, String> environment;

    Commands(Runner runner) {
        this(runner, Map.of());
    }

    /**
     * @param environment added to this process's own
     */
    Commands(Runner runner, Map<String, String> environment) {
        this.runner = runner;
        this.environment = environment;
    }

    /** Runs it; any exit code is an answer. */
    Runner.Ran run(List<String> words, Duration limit) throws DriverException {
        try {
            return runner.run(words, environment, new byte[0], limit);
        } catch (RunFailure failure) {
            throw new DriverException(failure.missing() ? Kind.AWAY : Kind.FAILED, failure.getMessage(), failure);
        }
    }

    /** Runs it; an exit code other than 0 is a failure that carries its last words. */
    String must(String what, List<String> words, Duration limit) throws DriverException {
        Runner.Ran ran = run(words, limit);
        if (ran.exitCode() != 0) {
            throw new DriverException(
                    Kind.FAILED, what + ": " + ran.lastWords() + " (exit code " + ran.exitCode() + ")");
        }
        return ran.output();
    }
}
