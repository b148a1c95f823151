package io.holdfast.cli.watch;

import io.holdfast.cli.run.RunFailure;
import io.holdfast.cli.run.Runner;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * systemd, told by its own {@code systemd-notify}: its socket takes datagrams, which unix sockets of the JDK do not do. The
 * unit needs {@code NotifyAccess=all}, as the words come from a child of the watch.
 */
final class SystemdSupervisor implements Supervisor {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final long MICROS_PER_MILLI = 1000;

    private final Runner runner;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<String> say;
    private long aliveAt;
    private boolean failed;

    private SystemdSupervisor(Runner runner, Duration interval, Clock clock, Consumer<String> say) {
        this.runner = runner;
        this.interval = interval;
        this.clock = clock;
        this.say = say;
    }

    /** The supervisor that the environment names, or nobody. */
    static Supervisor of(Map<String, String> environment, Runner runner, Clock clock, Consumer<String> say) {
        String socket = environment.get("NOTIFY_SOCKET");
        if (socket == null || socket.isEmpty()) {
            return NONE;
        }
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        Duration interval = micros.matches("[1-9]\\d{0,17}")
                // A third, so that one late word is not the end.
                ? Duration.ofMillis(Math.max(1, Long.parseLong(micros) / MICROS_PER_MILLI / 3))
                : NONE.interval();
        return new SystemdSupervisor(runner, interval, clock, say);
    }

    @Override
    public void ready() {
        tell("READY=1", "STATUS=Watching");
    }

    @Override
    public void alive() {
        long now = clock.millis();
        if (now - aliveAt >= interval.toMillis() / 2 || now < aliveAt) {
            aliveAt = now;
            tell("WATCHDOG=1");
        }
    }

    @Override
    public void stopping() {
        tell("STOPPING=1");
    }

    @Override
    public Duration interval() {
        return interval;
    }

    private void tell(String... words) {
        List<String> command = new ArrayList<>(List.of("systemd-notify"));
        command.addAll(List.of(words));
        String problem = "";
        try {
            Runner.Ran ran = runner.run(command, LIMIT);
            problem = ran.exitCode() == 0 ? "" : ran.lastWords();
        } catch (RunFailure missing) {
            problem = String.valueOf(missing.getMessage());
        }
        if (!problem.isEmpty() && !failed) {
            say.accept("systemd is not told: " + problem);
        }
        failed = !problem.isEmpty();
    }
}
