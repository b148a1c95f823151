package io.holdfast.cli.watch;

import io.holdfast.cli.config.Config;
import io.holdfast.cli.config.Durations;
import io.holdfast.cli.config.WatchSettings;
import io.holdfast.cli.config.WatchSettings.Format;
import io.holdfast.cli.gateway.GatewayOptions;
import io.holdfast.cli.notice.Notifier;
import io.holdfast.cli.run.Runner;
import io.holdfast.cli.signal.SecondSignal;
import io.holdfast.cli.time.SystemTicker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code holdfast watch}: looks again and again, restarts what is broken, tells people. */
@Command(
        name = "watch",
        mixinStandardHelpOptions = true,
        header = "watch containers, restart the broken ones with care, and tell people",
        description = {
            "Hears what the engine tells and looks at each interval: unhealthy, exited, dead, restarting in a loop, killed for "
                    + "want of memory. With --auto-restart what is broken is restarted: drained first where the gateway is "
                    + "known, one replica of a service at a time, with growing pauses, at most so often within an hour. What "
                    + "somebody stopped or paused is left alone.",
            "What it remembers is kept in the state directory, so that it may be restarted itself."
        },
        exitCodeList = {
            "2:wrong usage or configuration",
            "3:it could not begin, such as when a secret is missing",
            "130:ended by Ctrl-C; a restart under way is finished first, a second Ctrl-C ends at once",
            "143:ended by SIGTERM, likewise"
        },
        footer = {
            "  holdfast watch --continuous --auto-restart --interval 60s",
            "  holdfast watch --auto-restart --log-file watch.log --log-format json \\",
            "    dsa110-api dsa110-redis"
        })
public final class WatchCommand implements Callable<Integer> {

    private static final long MEGABYTE = 1024L * 1024;

    /** Beside the end of a restart under way. */
    private static final Duration FAREWELL = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Mixin
    private GatewayOptions options;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description =
                    "Only these containers or services. Default: as configured, else all labelled holdfast.service.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--continuous", description = "It always is; for those who are used to say so.")
    private boolean continuous;

    @Option(
            names = "--auto-restart",
            negatable = true,
            description = "Restart what is broken. Default: watch.auto-restart, else only tell.")
    private Optional<Boolean> autoRestart = Optional.empty();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description =
                    "Between two looks, such as 60s; a number alone is seconds. Default: watch.interval, else 60s.")
    private Optional<String> interval = Optional.empty();

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "The event log, put aside when it is full. Default: watch.log.file, else none.")
    private Optional<Path> logFile = Optional.empty();

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "text or json. Default: watch.log.format, else text.")
    private Optional<Format> logFormat = Optional.empty();

    private final Clock clock = Clock.systemUTC();
    private final RandomGenerator chance = RandomGenerator.getDefault();

    @Override
    public Integer call() throws IOException, InterruptedException {
        Config config = options.config();
        WatchSettings settings = config.watch();
        Duration every = interval.map(this::given).orElse(settings.interval());
        WatchPolicy policy = WatchPolicy.of(settings).withAutoRestart(autoRestart.orElse(settings.autoRestart()));
        try (Logs logs = Logs.open(
                spec.commandLine().getOut(),
                logFile.or(() -> settings.log().file()),
                logFormat.orElse(settings.log().format()),
                settings.log().megabytes() * MEGABYTE,
                settings.log().files(),
                ZoneId.systemDefault())) {
            Consumer<String> warn =
                    what -> logs.add(LogEntry.of(LogEntry.Level.WARNING, "warning", what, clock.millis()));
            try (Notifier notifier = Notifier.open(
                            config.notifications(),
                            config.state().resolve("notices"),
                            System.getenv(),
                            clock,
                            chance::nextDouble,
                            warn);
                    Sources sources = Sources.open(config, names)) {
                watch(config, policy, every, logs, notifier, sources, warn);
            }
        }
        return 0;
    }

    private void watch(
            Config config,
            WatchPolicy policy,
            Duration every,
            Logs logs,
            Notifier notifier,
            Sources sources,
            Consumer<String> warn)
            throws IOException, InterruptedException {
        StateFile file = new StateFile(config.state().resolve("watch.json"));
        WatchState state = remembered(file, warn);
        Map<String, String> environment = System.getenv();
        WatchLoop loop = new WatchLoop(
                sources.all(),
                new Watch(policy, state, host(), chance::nextDouble),
                state,
                file,
                new GatewayReplicas(
                        options.open(config),
                        policy.minUsable() == 0,
                        DrainBook.open(config.state().resolve("drains.json"), warn),
                        warn,
                        clock,
                        new SystemTicker()),
                new Rounds(config.state()),
                SystemdSupervisor.of(environment, new Runner(), clock, warn),
                logs::add,
                notifier::tell,
                clock,
                every);
        logs.add(LogEntry.of(
                LogEntry.Level.INFO,
                "begin",
                "Watching each " + Durations.text(every) + ", automatic restart "
                        + (policy.autoRestart() ? "on" : "off"),
                clock.millis()));
        notifier.start();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> leave(loop, ended), "watch-end");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            loop.run();
            logs.add(LogEntry.of(LogEntry.Level.INFO, "end", "Watch ended", clock.millis()));
        } finally {
            notifier.close();
            logs.close();
            ended.countDown();
        }
    }

    /** A signal ends the process only when the loop has put its things away, or has had its time; a second one at once. */
    private static void leave(WatchLoop loop, CountDownLatch ended) {
        SecondSignal.endsAtOnce();
        loop.stop();
        try {
            ended.await(WatchLoop.RESTART_END.plus(FAREWELL).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    /** Memory that cannot be read is worth a word, not the watch. */
    private static WatchState remembered(StateFile file, Consumer<String> warn) {
        try {
            return file.read();
        } catch (IOException unreadable) {
            warn.accept("what the last watch remembered cannot be read, begun anew: " + unreadable.getMessage());
            return new WatchState();
        }
    }

    private Duration given(String text) {
        return Durations.parse(text.matches("\\d{1,9}") ? text + "s" : text)
                .filter(duration -> duration.compareTo(Duration.ofSeconds(1)) >= 0)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--interval: " + text + " (expected: a duration from 1s on, such as 60s)"));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
