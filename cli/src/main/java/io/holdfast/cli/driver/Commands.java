package io.holdfast.cli.driver;

import io.holdfast.cli.driver.DriverException.Kind;
import io.holdfast.cli.run.RunFailure;
import io.holdfast.cli.run.Runner;
import io.holdfast.cli.run.Shelter;
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

    /** Runs it where no Ctrl-C ends it halfway; any exit code is an answer. */
    Runner.Ran change(Shelter shelter, List<String> words, Duration limit) throws DriverException {
        try {
            return runner.run(words, environment, shelter, limit);
        } catch (RunFailure failure) {
            throw new DriverException(failure.missing() ? Kind.AWAY : Kind.FAILED, failure.getMessage(), failure);
        }
    }

    /** Runs it; an exit code other than 0 is a failure that carries its last words. */
    String must(String what, List<String> words, Duration limit) throws DriverException {
        return done(what, run(words, limit));
    }

    /** As above, for what changes something and must not be left halfway. */
    String must(String what, Shelter shelter, List<String> words, Duration limit) throws DriverException {
        return done(what, change(shelter, words, limit));
    }

    private static String done(String what, Runner.Ran ran) throws DriverException {
        if (ran.exitCode() != 0) {
            throw new DriverException(
                    Kind.FAILED, what + ": " + ran.lastWords() + " (exit code " + ran.exitCode() + ")");
        }
        return ran.output();
    }
}
